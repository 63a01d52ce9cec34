"""The bank's own version of a question: signed, asked from its day, rated by its own keywords, never in
running ones."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.hiring.conftest import NOW, Cast, Taking, invite, observation, take_interview
from bole.hiring.interviews import library
from bole.hiring.interviews import queries as interviews
from bole.hiring.requisitions import queries, services
from bole.hiring.requisitions.models import QuestionVersion
from bole.hiring.requisitions.tests.test_building import TODAY, sign
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.measurement import api as measurement

pytestmark = pytest.mark.django_db
KEY = "teller-complaint"
TALK = "我会用倒茶法安抚客户，再把业务办完。"


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return actor_for(cast.bank.user("hiring_manager", cast.bank.head))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the cast."""
    monkeypatch.setattr("bole.hiring.requisitions.queries.questions.utc_now", lambda: NOW)


def changed(row: QuestionVersion, *, active: bool = True, **more: Any) -> QuestionVersion:
    body = row.body
    families = {one["key"]: one["words"] for one in body["lexicon"]}
    wanted = {
        "texts": {name: body[name] for name in ("title", "prompts")},
        "limits": {"think_seconds": 30, "limit_seconds": 150},
        "keywords": {**families, "tea": {"zh": ["倒茶法"], "en": ["tea method"]}},
        "note": "",
        "revision": row.revision,
    }
    return services.save_question(version_id=row.pk, active=active, now=NOW, **{**wanted, **more})


def signed(cast: Cast, manager: Actor, day: date = TODAY, **more: Any) -> QuestionVersion:
    with cast.acting("chief"):
        row = changed(services.begin_question(key=KEY, now=NOW), **more)
        services.submit_question(version_id=row.pk, effective_on=day, revision=row.revision, now=NOW)
    sign(manager, row.pk, services.QUESTION)
    return queries.get_question_version(row.pk)


def test_new_interviews_ask_it_running_ones_do_not_and_each_is_rated_by_its_own(
    cast: Cast, manager: Actor
) -> None:
    running = invite(cast)
    row = signed(cast, manager)
    library_sha = measurement.load_question(KEY).sha256
    assert row.number == 1
    assert row.sha256 not in {library_sha, ""}
    old, new = running.interview.guide, library.snapshot("teller-standard")
    assert old["questions"][0]["sha256"] == library_sha
    assert (new["questions"][0]["sha256"], new["questions"][0]["limit_seconds"]) == (row.sha256, 150)
    assert new["sha256"] != old["sha256"], "another guide: reports name which"
    assert queries.own_rubric(KEY, library_sha) is None
    own = queries.own_rubric(KEY, row.sha256)
    assert own is not None
    heard = measurement.assess(own, observation(TALK), sensitivity=False)
    plain = measurement.assess(KEY, observation(TALK), sensitivity=False)
    counted = [{k["family"] for k in found["keywords"] if k["exact"]} for found in (heard, plain)]
    assert counted[0] - counted[1] == {"tea"}
    assert heard["provenance"]["rubric_sha256"] == row.sha256


def test_a_report_of_the_new_version_names_its_rubric_and_asks_for_no_review_of_it(
    cast: Cast, manager: Actor
) -> None:
    row = signed(cast, manager)
    answered = take_interview(Taking(invite(cast)))
    report = answered.reported()
    with system_scope("test"):
        asked = interviews.get(answered.taking.id).questions
    assert asked[0]["sha256"] == row.sha256
    assert report.body["provenance"]["rubrics"][KEY] == row.sha256
    assert "rubric_changed" not in report.body["review_reasons"]


def test_a_question_taken_out_is_asked_no_more_and_comes_back_by_a_version(
    cast: Cast, manager: Actor
) -> None:
    signed(cast, manager, active=False)
    assert [q["key"] for q in library.snapshot("teller-standard")["questions"]] == ["teamwork-experience"]
    signed(cast, manager, active=True)
    assert len(library.snapshot("teller-standard")["questions"]) == 2
    assert [one.number for one in queries.question_versions(KEY)] == [2, 1]


def test_it_begins_on_its_day(cast: Cast, manager: Actor) -> None:
    row = signed(cast, manager, TODAY + timedelta(2))
    assert queries.questions_in_force([KEY], TODAY + timedelta(1)) == {}
    assert queries.questions_in_force([KEY], TODAY + timedelta(2))[KEY].question.sha256 == row.sha256


def test_what_cannot_be_a_question_is_refused(cast: Cast, manager: Actor) -> None:
    for who in ("hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises(DeniedError):
            services.begin_question(key=KEY, now=NOW)
    with acting_as(manager), pytest.raises(DeniedError):
        services.begin_question(key=KEY, now=NOW)
    with cast.acting("chief"):
        with pytest.raises(NotFoundError):
            services.begin_question(key="no-such-question", now=NOW)
        row = services.begin_question(key=KEY, now=NOW)
        with pytest.raises(InvalidError) as same:
            services.submit_question(version_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
        assert same.value.code == "nothing_changed"
        for wrong in (
            {"texts": {"title": {"zh": " ", "en": "x"}, "prompts": row.body["prompts"]}},
            {"limits": {"think_seconds": 30, "limit_seconds": 5}},
            {"keywords": {"tea": {"zh": ["茶"], "en": []}}},
        ):
            with pytest.raises(InvalidError):
                changed(row, **wrong)
        with pytest.raises(ConflictError):
            changed(row, revision=99)
        row = changed(row)
        services.submit_question(version_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
    with pytest.raises(DeniedError):
        sign(cast.chief, row.pk, services.QUESTION)
    sign(manager, row.pk, services.QUESTION, approve=False, note="关键词太宽")
    assert queries.get_question_version(row.pk).answer == "关键词太宽"


def test_an_overused_question_is_exchanged_for_an_equivalent_by_a_draft_only(
    cast: Cast, manager: Actor
) -> None:
    asked = measurement.guide_questions("teller-standard")
    other = queries.equivalent(KEY, "teller", asked, {})
    old, new = (measurement.load_question(key) for key in (KEY, other))
    assert {c.key for c in old.competencies} <= {c.key for c in new.competencies}
    assert (new.kind, "teller" in new.jobs) == (old.kind, True)
    assert queries.equivalent(KEY, "teller", asked, {other: 9}) != other, "the least shown comes first"
    with cast.acting("chief"):
        row = services.exchange_question(job_key="teller", old=KEY, new=other, now=NOW)
        with pytest.raises(ConflictError):
            services.exchange_question(job_key="teller", old=KEY, new=other, now=NOW)
        assert "questions" not in queries.get(cast.requisition_id).portrait
        services.submit(portrait_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
    sign(manager, row.pk)
    with cast.acting("hr"):
        opening = queries.get(cast.requisition_id)
    own = queries.portrait_for(opening)["questions"]
    assert own == [other, "teamwork-experience"]
    assert [q["key"] for q in library.snapshot(opening.guide_key, own)["questions"]] == own
    assert queries.portrait_for(opening)["weights"]["communication"] == float(Decimal(10))


def test_the_review_list_takes_a_point_once_and_keeps_what_came_of_it(cast: Cast) -> None:
    with system_scope("survey"):
        note = services.add_review(question_key=KEY, reason="题目不切合岗位", source="survey:7", now=NOW)
        again = services.add_review(question_key=KEY, reason="题目不切合岗位", source="survey:7", now=NOW)
        with pytest.raises(NotFoundError):
            services.add_review(question_key="no-such", reason="x", source="y", now=NOW)
    assert note.pk == again.pk
    with cast.acting("hr"), pytest.raises(DeniedError):
        services.settle_review(note_id=note.pk, outcome="已改写题干", now=NOW)
    with cast.acting("chief"):
        services.settle_review(note_id=note.pk, outcome="已改写题干", now=NOW)
        with pytest.raises(ConflictError):
            services.settle_review(note_id=note.pk, outcome="已改写题干", now=NOW)
    assert not queries.review_notes(KEY).exists()


def test_head_office_sets_when_questions_rest_and_holds_the_review(cast: Cast) -> None:
    with cast.acting("chief"):
        assert queries.next_review() is None
        for wrong in ({"often": 2}, {"review_months": 0}, {"copy_percent": 101}):
            with pytest.raises(InvalidError):
                services.set_limits(limits=wrong, now=NOW)
        services.set_limits(limits={"often": 40, "review_months": 2}, now=NOW)
        assert (queries.limits().often, queries.limits().window_days) == (40, 90)
        with pytest.raises(InvalidError):
            services.hold_review(outcome="", now=NOW)
        held = services.hold_review(outcome="三道题换新，其余保留", now=NOW)
        with pytest.raises(ConflictError):
            services.hold_review(outcome="又看了一遍题库", now=NOW)
        assert queries.next_review() == date(2027, 1, 20)
    for who in ("hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises(DeniedError):
            services.set_limits(limits={"often": 50}, now=NOW)
    with system_scope("test"):
        lines = AuditLine.objects.filter(verb__startswith="hiring.requisitions.questions.").order_by("pk")
        assert [one.verb.rsplit(".", 1)[1] for one in lines] == ["limits_set", "bank_reviewed"]
        assert json.loads(lines[0].details)["often"] == [300, 40]
        User.objects.filter(pk=cast.chief.id).update(email="chief@example.org")
    early, day = (datetime(2027, 1, number, 2, 0, tzinfo=UTC) for number in (19, 20))
    for moment in (early, day, day):  # swept again and again, by whichever worker
        timers.sweep(moment)
    with system_scope("test"):
        sent = OutboxMessage.objects.filter(template="question-review-due")
        assert [one.user_id for one in sent] == [cast.chief.id]
        assert sent[0].about_id == held.pk


def test_the_day_of_the_next_review_is_one_the_month_has() -> None:
    assert queries.Limits(review_months=3).due_after(date(2026, 11, 30)) == date(2027, 2, 28)
    assert queries.Limits(review_months=12).due_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert queries.Limits(review_months=1).due_after(date(2026, 12, 31)) == date(2027, 1, 31)
