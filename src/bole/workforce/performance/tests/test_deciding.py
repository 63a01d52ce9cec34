"""Confirm, extend within the law, end with a second person, leave: each by people, once, with papers and
reasons."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.access import queries as access
from bole.foundation.access.actors import acting_as
from bole.foundation.access.queries import actor_for
from bole.foundation.approvals import queries as approvals
from bole.foundation.approvals import services as approving
from bole.foundation.files import queries as files
from bole.foundation.queue.models import Timer
from bole.foundation.signing import queries as signing
from bole.hiring.conftest import Cast
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.labour_law import LabourLawError
from bole.workforce.employees.models import Employee
from bole.workforce.performance import card, holding, queries, services
from bole.workforce.performance.models import Decision, Probation, TeamWish, WeekReport
from bole.workforce.performance.tests.making import PDF, Begun, as_system, at, begin, sent

pytestmark = pytest.mark.django_db
WHY = "三个月内新增客户目标完成不足一半，多次辅导后没有改善。"


def reviewed(cast: Cast, proposal: str = "confirm", **more: Any) -> Begun:
    begun = begin(cast, **more)
    begun.send(1)
    begun.send(2)
    begun.review(proposal)
    return begun


def ending(begun: Begun, **more: Any) -> Decision:
    given = {
        "probation_id": begun.id,
        "reason_key": "standard-not-met",
        "words": WHY,
        "last_day": date(2027, 2, 10),
        "uploads": {"standard": ("录用条件.pdf", PDF), "evidence": ("考核.pdf", PDF)},
        "seen_version": begun.get().version,
        "now": at(62),
    }
    return services.propose_end(**{**given, **more})


@pytest.mark.usefixtures("sealer")
def test_hr_confirms_once_after_the_review_and_the_letter_is_sealed(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    with cast.acting("hr"), pytest.raises(ConflictError) as early:
        services.confirm(probation_id=begun.id, words="", seen_version=begun.get().version, now=at(60))
    assert early.value.code == "review_first"
    begun.review()
    with begun.acting("employee"), pytest.raises(ConflictError) as closed:
        begun.send(1, customers="0", words="改一下", now=at(61))
    assert closed.value.code == "week_reviewed"
    seen = begun.get().version
    for who in ("manager", "west_hr", "interviewer", "auditor", "employee"):
        with begun.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.confirm(probation_id=begun.id, words="", seen_version=seen, now=at(62))
    with cast.acting("hr"):
        decision = services.confirm(probation_id=begun.id, words="欢迎加入", seen_version=seen, now=at(62))
        with pytest.raises(ConflictError):  # a double click
            services.confirm(probation_id=begun.id, words="欢迎加入", seen_version=seen, now=at(62))
        with files.open_plain(decision.papers[0]["file_id"]) as letter:
            assert letter.read(5) == b"%PDF-"
    with as_system():
        assert Employee.objects.get(pk=begun.employee_id).state == "confirmed"
        assert not Timer.objects.filter(kind__startswith="performance").exists()
    assert begun.get().state == "confirmed"
    assert len(sent("probation-decided")) == 1
    with as_system():
        assert ProcrastinateJob.objects.filter(task_name=services.SEAL).count() == 1
        before = decision.papers[0]["file_id"]
        (letter_now,) = services.seal(decision_id=decision.pk, now=at(62)).papers
        assert services.seal(decision_id=decision.pk, now=at(62)).papers == [letter_now]
    for who in ("hr", "employee"):
        with begun.acting(who), files.open_plain(queries.paper_file(letter_now)) as sealed:
            whole = sealed.read()
        with begun.acting(who), files.open_plain(before) as written:
            assert whole.startswith(written.read())
    assert signing.verify(whole).state == "intact"
    assert signing.verify(whole[:900] + b"x" + whole[901:]).state == "changed"
    with begun.acting("employee") as employee:
        home = [card.of(employee, cast.candidate_id, "t")]
        answered = services.reply(decision_id=decision.pk, words="谢谢", now=at(63))
        home.append(card.of(employee, cast.candidate_id, "t"))
        assert [one.context["unread"] for one in home if one] == [True, False]
        assert services.reply(decision_id=decision.pk, words="谢谢", now=at(64)).seen_at == answered.seen_at
        with pytest.raises(ConflictError):
            services.reply(decision_id=decision.pk, words="另外", now=at(64))


def test_a_review_needs_a_level_with_evidence_for_each_competency_and_is_handed_in_once(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    found = begun.get()
    keys = [one["key"] for one in found.competencies]
    good = {"level": 3, "weeks": [1], "words": ""}
    call: dict[str, Any] = {
        "probation_id": begun.id,
        "words": "总体达到要求，继续努力。",
        "proposal": "confirm",
        "seen_version": found.version,
        "now": at(60),
    }
    with begun.acting("manager"):
        for bad, code in (
            ({"level": 6, "weeks": [1]}, "level"),
            ({"level": None, "weeks": [1]}, "level"),
            ({"level": 3, "weeks": [2]}, "weeks"),
            ({"level": 3, "weeks": [], "words": "好"}, "evidence"),
        ):
            with pytest.raises(InvalidError) as caught:
                services.hand_in(**call, ratings={**dict.fromkeys(keys, good), keys[0]: bad})
            assert caught.value.fields == {keys[0]: code}
        with pytest.raises(InvalidError) as caught:
            services.hand_in(**{**call, "words": "", "proposal": "x"}, ratings=dict.fromkeys(keys, good))
        assert set(caught.value.fields) == {"words", "proposal"}
        services.hand_in(**call, ratings=dict.fromkeys(keys, good))
        with pytest.raises(ConflictError) as twice:
            services.hand_in(**call, ratings=dict.fromkeys(keys, good))
        assert twice.value.code == "reviewed_already"
    for who in ("interviewer", "auditor", "west_hr", "employee"):
        with begun.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.hand_in(**call, ratings=dict.fromkeys(keys, good))


def sealed(begun: Begun, decision: Decision, by: str) -> None:
    """The letter of a decision in effect, sealed once, says whose act it rests on; the employee can read it
    and anybody can check it."""
    for _again in range(2):
        with as_system():
            letter = services.seal(decision_id=decision.pk, now=at(65)).papers[-1]
            found = signing.document(UUID(letter["document_id"]))
    assert (found.code, found.signer_name) == (letter["code"], by)
    with begun.acting("employee"), files.open_plain(queries.paper_file(letter)) as opened:
        whole = opened.read()
    assert signing.verify(whole).state == "intact"
    assert signing.verify(whole[:900] + b"x" + whole[901:]).state == "changed"


@pytest.mark.usefixtures("sealer")
def test_an_extension_needs_the_employees_own_yes_within_the_law_and_once(cast: Cast) -> None:
    begun = reviewed(cast, "extend")
    call: dict[str, Any] = {"probation_id": begun.id, "words": "产品知识测验还差一次补考。", "now": at(62)}
    with cast.acting("hr"):
        for months, code in (
            (7, "probation_too_long"),
            (3, "extension_backwards"),
            (2, "extension_backwards"),
        ):
            with pytest.raises(InvalidError) as caught:
                services.propose_extension(**call, months=months, seen_version=begun.get().version)
            assert caught.value.code == code
        first = services.propose_extension(**call, months=4, seen_version=begun.get().version)
        with pytest.raises(ConflictError) as busy:
            services.confirm(probation_id=begun.id, words="", seen_version=begun.get().version, now=at(62))
        assert busy.value.code == "decision_waits"
        services.withdraw(decision_id=first.pk, now=at(62))
        second = services.propose_extension(**call, months=4, seen_version=begun.get().version)
    for who in ("hr", "manager", "chief"):
        with begun.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.answer_extension(decision_id=second.pk, agree=True, words="", now=at(63))
    with begun.acting("employee"):
        with pytest.raises(ConflictError):  # taken back meanwhile
            services.answer_extension(decision_id=first.pk, agree=True, words="", now=at(63))
        services.answer_extension(decision_id=second.pk, agree=False, words="我想按原约定", now=at(63))
    assert begun.get().ends_on == date(2027, 2, 28)
    with cast.acting("hr"):
        third = services.propose_extension(**call, months=4, seen_version=begun.get().version)
    with begun.acting("employee"):
        services.answer_extension(decision_id=third.pk, agree=True, words="同意", now=at(64))
        with pytest.raises(ConflictError):
            services.answer_extension(decision_id=third.pk, agree=False, words="", now=at(64))
    found = begun.get()
    sealed(begun, third, by=found.name)
    assert (found.ends_on, found.agreed_ends_on) == (date(2027, 3, 31), date(2027, 2, 28))
    with as_system():
        record = Employee.objects.get(pk=begun.employee_id)
        assert (record.probation_months, record.probation_ends_on) == (4, date(2027, 3, 31))
    with begun.acting("employee"):
        assert len(queries.sheet(found, 18).tasks) > 0  # the new weeks have their tasks
        begun.send(10, now=at(69))
    with cast.acting("hr"):
        assert not queries.reviewed(found)  # the longer time ends with a review of its own
    begun.review("extend", now=at(100))
    with cast.acting("hr"), pytest.raises(LabourLawError) as again:
        services.propose_extension(**{**call, "now": at(101)}, months=5, seen_version=begun.get().version)
    assert (again.value.code, again.value.article) == ("probation_only_once", 19)


def test_a_yes_after_the_last_day_is_too_late(cast: Cast) -> None:
    begun = reviewed(cast, "extend")
    with cast.acting("hr"):
        asked = services.propose_extension(
            probation_id=begun.id,
            months=4,
            words="还差一次补考，请延长。",
            seen_version=begun.get().version,
            now=at(62),
        )
    with begun.acting("employee"), pytest.raises(ConflictError) as late:
        services.answer_extension(decision_id=asked.pk, agree=True, words="", now=at(90))
    assert late.value.code == "probation_over"


@pytest.mark.parametrize(("contract", "months"), [(12, 2), (6, 1)])
def test_a_contract_at_its_limit_allows_no_extension(cast: Cast, contract: int, months: int) -> None:
    begun = begin(cast, contract_months=contract, probation_months=months)
    begun.send(1)
    begun.review("extend", now=at(20))
    with cast.acting("hr"), pytest.raises(LabourLawError) as caught:
        services.propose_extension(
            probation_id=begun.id,
            months=months + 1,
            words="再观察一个月，请理解。",
            seen_version=begun.get().version,
            now=at(21),
        )
    assert (caught.value.code, caught.value.limit) == ("probation_too_long", months)


@pytest.mark.usefixtures("sealer")
def test_ending_needs_ground_papers_reasons_and_a_second_person(cast: Cast) -> None:
    begun = reviewed(cast, "end")
    with cast.acting("hr"):
        for change, code in (
            ({"uploads": {"standard": ("a.pdf", PDF)}}, "papers_missing"),
            ({"words": "不行"}, "reason_too_short"),
            ({"last_day": date(2027, 1, 1)}, "last_day_past"),
            ({"reason_key": "personality"}, "invalid"),
            (
                {
                    "reason_key": "not-competent",
                    "uploads": dict.fromkeys(("evidence", "training"), ("a.pdf", PDF)),
                },
                "notice_too_short",
            ),
            (
                {"uploads": dict.fromkeys(("standard", "evidence"), ("x.exe", b"MZ\x00\x00"))},
                "type_not_allowed",
            ),
        ):
            with pytest.raises(InvalidError) as caught:
                ending(begun, **change)
            assert caught.value.code == code
        proposed = ending(begun)
        assert [one["key"] for one in proposed.papers] == ["standard", "evidence", "union"]
    assert begun.get().state == "running"
    with begun.acting("employee"):
        assert queries.decisions(begun.get()) == []  # nobody hears before it is signed
        with pytest.raises(NotFoundError):
            services.reply(decision_id=proposed.pk, words="", now=at(62))
    assert not sent("probation-decided")
    with as_system():
        request = approvals.waiting_for(services.APPROVAL, proposed.pk)
    assert request is not None
    assert WHY not in str(request.payload)
    for who in ("hr", "manager", "west_hr", "auditor"):  # not himself, not the manager, not another branch
        with begun.acting(who), pytest.raises((DeniedError, NotFoundError)):
            approving.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=at(63))
    with cast.acting("chief"):
        approving.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=at(63))
        with pytest.raises(ConflictError):  # two at once: one wins
            approving.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=at(63))
    with as_system():
        done = Decision.objects.get(pk=proposed.pk)
        assert Employee.objects.get(pk=begun.employee_id).state == "ended"
    assert (done.state, done.second_id, done.papers[-1]["key"]) == ("effective", cast.chief.id, "notice")
    assert begun.get().state == "ended"
    sealed(begun, done, by=access.names_of([cast.chief.id])[cast.chief.id])
    with begun.acting("employee"):
        shown = queries.decisions(begun.get())
        assert [(one.kind, one.words, one.article) for one in shown] == [("end", WHY, "§39 (1)")]
        assert services.reply(decision_id=done.pk, words="我不同意，要求说明。", now=at(64)).replied_at == at(
            64
        )


def test_a_refused_ending_lets_the_probation_go_on_and_is_never_shown(cast: Cast) -> None:
    begun = reviewed(cast, "end")
    other = actor_for(cast.bank.user("branch_hr", cast.bank.east, "second-hr"))
    with cast.acting("hr"):
        proposed = ending(begun)
    with as_system():
        request = approvals.waiting_for(services.APPROVAL, proposed.pk)
    assert request is not None

    with acting_as(other):
        approving.decide(
            request_id=request.pk, approve=False, sha256=request.sha256, note="材料不足以证明", now=at(63)
        )
    with begun.acting("employee"):
        assert queries.decisions(begun.get()) == []
    with cast.acting("hr"):
        services.confirm(probation_id=begun.id, words="", seen_version=begun.get().version, now=at(64))


def test_misconduct_needs_no_review_and_who_resigns_is_noted(cast: Cast) -> None:
    begun = begin(cast)
    with cast.acting("hr"):
        ending(
            begun,
            reason_key="serious-breach",
            uploads={"rule": ("a.pdf", PDF), "facts": ("b.pdf", PDF)},
            last_day=date(2026, 12, 20),
            now=at(10),
        )
        left = services.record_left(
            probation_id=begun.id,
            on=date(2026, 12, 18),
            words="",
            seen_version=begun.get().version,
            now=at(12),
        )
    with as_system():
        states = set(Decision.objects.values_list("kind", "state"))
        assert Employee.objects.get(pk=begun.employee_id).state == "ended"
    assert (left.article, states) == ("§37", {("end", "void"), ("left", "effective")})
    assert begun.get().state == "left"


def test_the_database_refuses_what_the_services_do(cast: Cast) -> None:
    begun = begin(cast)
    found = begun.get()
    with as_system():
        row: dict[str, Any] = {
            "unit_id": found.unit_id,
            "candidate_id": found.candidate_id,
            "probation": found,
            "day": found.ends_on,
            "at": at(1),
        }
        for bad in (
            {"kind": "end", "state": "effective", "by_id": cast.hr.id},
            {"kind": "end", "state": "waits_person", "by_id": cast.hr.id, "second_id": cast.hr.id},
            {"kind": "confirm", "state": "effective"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Decision.objects.create(**row, **bad)
        found.pk, found.employee_id = None, cast.bank.head.pk  # type: ignore[assignment]
        with pytest.raises(IntegrityError), transaction.atomic():
            found.save(force_insert=True)  # a second probation of the same person


def test_a_person_gets_everything_and_takes_the_words_away(cast: Cast) -> None:
    begun = reviewed(cast)
    with begun.acting("employee"):
        services.keep_wish(answers={"strangers": 5}, uses_reports=True, now=at(5))
    with cast.acting("hr"):
        services.confirm(probation_id=begun.id, words="欢迎", seen_version=begun.get().version, now=at(62))
    for who in ("hr", "chief", "manager", "west_hr", "auditor"):
        with begun.acting(who):
            assert TeamWish.objects.count() == 0  # the row policy, not a filter of ours
    with as_system():
        given = holding.export(cast.candidate_id)
        assert given["teams"]["answers"] == {"strangers": 5}
        assert [one["version"] for one in given["probations"][0]["reports"]] == [1, 1]
        assert [one.name for one in holding.attach(cast.candidate_id)] == ["probation/confirm-转正通知书.pdf"]
        paper = Decision.objects.get().papers[0]["file_id"]
        assert holding.erase(cast.candidate_id, at(99)) > 0
        assert holding.erase(cast.candidate_id, at(99)) == 0
        assert not WeekReport.objects.exists()
        assert not TeamWish.objects.exists()
        left = Probation.objects.get()
        assert (left.name, left.state, left.settled_on) == (
            "",
            "confirmed",
            date(2027, 1, 31) + timedelta(days=1),
        )
        with pytest.raises(BoleError):
            files.open_plain(paper)


def test_who_left_by_another_door_ends_the_probation_too(cast: Cast) -> None:
    begun = begin(cast)
    with as_system():
        closed = services.close_left(employee_id=begun.employee_id, by=cast.hr.id, now=at(9))
        assert closed is not None
        assert (closed.kind, closed.by_id) == ("left", cast.hr.id)
        assert services.close_left(employee_id=begun.employee_id, by=cast.hr.id, now=at(9)) is None
