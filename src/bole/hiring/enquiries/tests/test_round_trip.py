"""A question goes in, an answer comes back: by the FAQ, by a person, against the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import services as privacy
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.foundation.ui import panels
from bole.hiring.conftest import NOW, Cast, Taking
from bole.hiring.enquiries import holding, queries, services
from bole.hiring.enquiries.models import Enquiry, PhraseVector
from bole.hiring.enquiries.tests.words import PairEmbedder
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "面试需要准备什么材料", "这个岗位的薪资结构是怎样的呢"


def candidate(cast: Cast) -> Actor:
    return Actor(kind="candidate", id=cast.candidate_id, label="candidate", candidate_id=cast.candidate_id)


def ask(cast: Cast, text: str, now: Any = NOW) -> Enquiry:
    with acting_as(candidate(cast)):
        return services.ask(
            unit_id=cast.bank.east.pk,
            application_id=cast.application_id,
            text=text,
            language="zh-hans",
            job={"zh": "综合柜员", "en": "Teller"},
            now=now,
        )


def look_up(enquiry: Enquiry, model: PairEmbedder | None = None) -> Enquiry:
    chosen = model or PairEmbedder()
    with system_scope("test", enquiry.unit_id):
        return services.match(enquiry_id=enquiry.pk, embedder=lambda: chosen, now=NOW)


def waiting(cast: Cast, text: str = UNKNOWN) -> Enquiry:
    found = look_up(ask(cast, text))
    assert found.state == "waiting"
    return found


def test_the_faq_answers_what_it_knows_with_its_source_and_one_click_leads_to_a_person(cast: Cast) -> None:
    enquiry, model = ask(cast, KNOWN), PairEmbedder()
    found = look_up(enquiry, model)
    assert (found.state, found.faq_key, found.faq_number) == ("suggested", "what-to-prepare", 0)
    assert "摄像头" in found.faq_answer
    assert not Timer.objects.exists()
    embedded = len(model.embedded)
    look_up(ask(cast, "面试需要准备什么材料呢"), model)
    assert len(model.embedded) == embedded + 1  # vectors of the FAQ are kept
    assert PhraseVector.objects.count() == embedded - 1
    with acting_as(candidate(cast)):
        services.ask_person(enquiry_id=enquiry.pk, now=NOW)
        again = services.ask_person(enquiry_id=enquiry.pk, now=NOW + timedelta(minutes=1))
    assert (again.state, again.helped, again.waiting_since) == ("waiting", False, NOW)


def test_what_the_faq_is_not_sure_of_lands_with_the_branch_and_the_answer_goes_back(cast: Cast) -> None:
    found = waiting(cast)
    assert found.faq_key == ""
    assert found.owner_id == cast.hr.id
    assert found.due_at is not None  # Friday 16:00 in Shanghai: two hours that day, six on Monday
    assert found.due_at.isoformat() == "2026-11-23T07:00:00+00:00"
    answered_at, person = NOW + timedelta(minutes=50), (cast.candidate_id, cast.bank.east.pk)
    with cast.acting("hr"):
        assert [one.pk for one in queries.inbox(cast.hr)] == [found.pk]
        assert queries.waiting_count() == 1
        services.answer(enquiry_id=found.pk, text="年薪在复试时说明。<b>谢谢</b>", now=answered_at)
        assert queries.waiting_count() == 0
        shown_to_hr = {one.panel.key: one.fragment for one in panels.shown_to(cast.hr, *person)}
        assert shown_to_hr["enquiries"].context["rows"][0]["question"] == UNKNOWN
        figures = queries.figures(cast.hr, NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert (figures.by_person, figures.in_time, figures.minutes) == (1, 1, 50.0)
    assert not Timer.objects.exists()
    with system_scope("test"):
        message = OutboxMessage.objects.get(template="question-answered")
        line = AuditLine.objects.filter(verb="hiring.enquiries.enquiry.answered").get()
    assert message.context["answer"].startswith("年薪")
    assert message.candidate_id == cast.candidate_id
    assert '"minutes":50' in line.details
    with acting_as(candidate(cast)):
        shown = [queries.as_asked(one) for one in queries.of_candidate(candidate(cast), cast.candidate_id)]
    assert (shown[0]["state"], shown[0]["answer"]) == ("answered", "年薪在复试时说明。<b>谢谢</b>")


def test_of_two_who_answer_at_once_one_wins(cast: Cast) -> None:
    found = waiting(cast)
    with cast.acting("hr"):
        services.answer(enquiry_id=found.pk, text="第一个答复", now=NOW)
        with pytest.raises(ConflictError):
            services.answer(enquiry_id=found.pk, text="第二个答复", now=NOW)
    with system_scope("test"):
        assert OutboxMessage.objects.filter(template="question-answered").count() == 1


def test_an_answer_that_did_not_help_comes_back_and_the_next_one_is_sent_too(cast: Cast) -> None:
    found = waiting(cast)
    with cast.acting("hr"):
        services.answer(enquiry_id=found.pk, text="见公告", now=NOW)
    with acting_as(candidate(cast)):
        services.ask_person(enquiry_id=found.pk, now=NOW + timedelta(hours=1))
    with cast.acting("hr"):
        services.answer(enquiry_id=found.pk, text="公告第三条写着薪资范围", now=NOW + timedelta(hours=2))
    with system_scope("test"):
        assert OutboxMessage.objects.filter(template="question-answered").count() == 2


def test_nobody_but_the_branch_and_the_head_office_reads_or_answers(cast: Cast) -> None:
    found = waiting(cast)
    for who in ("west_hr", "interviewer", "auditor", "it_admin"):
        with cast.acting(who):
            assert list(queries.inbox(getattr(cast, who))) == []
            with pytest.raises((NotFoundError, DeniedError)):
                services.answer(enquiry_id=found.pk, text="不该是我", now=NOW)
            with pytest.raises((NotFoundError, DeniedError)):
                services.assign(enquiry_id=found.pk, user_id=cast.hr.id)
    with cast.acting("chief"):
        assert [one.pk for one in queries.inbox(cast.chief)] == [found.pk]
    with cast.acting("hr"), pytest.raises(InvalidError):
        services.assign(enquiry_id=found.pk, user_id=cast.west_hr.id)


def test_another_candidate_sees_nothing_and_settles_nothing(cast: Cast) -> None:
    found = waiting(cast)
    other = Actor(kind="candidate", id=cast.hr.id, label="candidate", candidate_id=cast.hr.id)
    with acting_as(other):
        assert list(queries.of_candidate(other, cast.candidate_id)) == []
        for wish in (services.ask_person, lambda **k: services.mark_helped(enquiry_id=k["enquiry_id"])):
            with pytest.raises(NotFoundError):
                wish(enquiry_id=found.pk, now=NOW)
    with cast.acting("hr"), pytest.raises(NotFoundError):
        services.ask(unit_id=cast.bank.east.pk, text="我不是候选人", language="zh", now=NOW)


def test_the_clock_reminds_once_escalates_once_and_is_rechecked(cast: Cast) -> None:
    from bole.foundation.access.models import User

    User.objects.filter(pk__in=[cast.hr.id, cast.chief.id]).update(email="hr@example.org")
    found, later = waiting(cast), waiting(cast, "员工宿舍离网点有多远")
    assert found.due_at is not None
    half = NOW + (found.due_at - NOW) / 2
    with cast.acting("hr"):
        services.answer(enquiry_id=later.pk, text="没有宿舍", now=NOW)
    for moment in (half, half, found.due_at, found.due_at):  # a stage's own timers are due then as well
        timers.sweep(moment)
    with system_scope("test"):
        sent = OutboxMessage.objects.filter(about_id=found.pk).order_by("queued_at")
        assert [one.template for one in sent] == ["question-waiting", "question-late"]
        assert (
            not OutboxMessage.objects.filter(about_id=later.pk).exclude(template="question-answered").exists()
        )
        assert not services.remind(enquiry_id=later.pk, now=half)
        assert not services.escalate(enquiry_id=later.pk, now=half)


def test_without_a_worker_a_person_gets_the_question_after_two_minutes(cast: Cast) -> None:
    enquiry = ask(cast, KNOWN)
    assert timers.sweep(NOW + timedelta(minutes=1)) == 0
    assert timers.sweep(NOW + timedelta(minutes=2)) == 1
    assert look_up(enquiry).state == "waiting"  # the worker comes too late: the person keeps it


def test_a_double_click_asks_once_and_a_flood_is_refused(cast: Cast) -> None:
    assert ask(cast, KNOWN).pk == ask(cast, f"  {KNOWN} ").pk
    for n in range(4):
        ask(cast, f"第{n}个问题是什么")
    with pytest.raises(ConflictError) as refused:
        ask(cast, "还有一个问题")
    assert refused.value.code == "too_many_questions"


def test_a_question_rests_encrypted_and_goes_with_the_person(cast: Cast) -> None:
    found = waiting(cast)
    with connection.cursor() as cursor, system_scope("test"):
        cursor.execute("SELECT question FROM enquiries_enquiry WHERE id = %s", [found.pk])
        assert UNKNOWN.encode() not in bytes(cursor.fetchone()[0])
    with system_scope("test"):
        assert holding.export(cast.candidate_id)["questions"][0]["question"] == UNKNOWN
        privacy.erase_person(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, reason="withdrawn", now=NOW
        )
        assert not Enquiry.objects.exists()
        assert not Timer.objects.filter(key=str(found.pk)).exists()
        assert holding.export(cast.candidate_id) == {"questions": []}


def test_asking_in_the_middle_of_an_answer_touches_no_clock(taking: Taking) -> None:
    taking.agree()
    taking.begin("teller-complaint")
    before = taking.state()
    enquiry = ask(taking.invited.cast, UNKNOWN, NOW)
    look_up(enquiry)
    assert taking.state() == before
