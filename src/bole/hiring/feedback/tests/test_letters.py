"""One letter per interview: drafted, read, rewritten, sent once, by the opening's setting or by a person."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.audit import queries as audit
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.workdays import services as workdays
from bole.hiring.conftest import NOW, Answered, Cast, Taking, take_interview
from bole.hiring.feedback import queries, services
from bole.hiring.feedback.models import Feedback, FeedbackEdit, FeedbackRule
from bole.hiring.feedback.tasks import DECIDED, PREPARE
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.models import Interview
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def mails(*templates: str) -> list[OutboxMessage]:
    with system_scope("test"):
        wanted = templates or ("feedback-ready", "decision-made")
        return list(OutboxMessage.objects.filter(template__in=wanted).order_by("queued_at"))


def now_of(found: Feedback) -> Feedback:
    with system_scope("test"):
        return Feedback.objects.select_related("interview").get(pk=found.pk)


def rule(cast: Cast, mode: str, hours: int = 20, days: int = 3) -> None:
    with cast.acting("hr"):
        services.set_rule(requisition_id=cast.requisition_id, mode=mode, hours=hours, next_days=days, now=NOW)


def move(cast: Cast, to: str = "deep_assessment", *, decline: bool = False, now: Any = LATER) -> None:
    with cast.acting("hr"):
        stands = pipeline_queries.get(cast.application_id)
        facts = {"actor": cast.hr, "reason": "opening_filled", "expected_version": stands.version, "now": now}
        if decline:
            pipeline.decline(application_id=stands.pk, **facts)
        else:
            pipeline.advance(application_id=stands.pk, to=to, **facts)
    with system_scope("test"):
        services.decided(application_id=cast.application_id, now=now)


def test_a_draft_rests_on_the_report_and_waits_for_the_decision(feedback: Feedback) -> None:
    assert feedback.draft["language"] == "zh"
    assert feedback.draft["opening"].startswith("林小禾")
    assert {one["key"] for one in feedback.draft["parts"]} == {
        "service_orientation", "patience_care", "financial_knowledge", "communication",
    }  # fmt: skip
    assert any(one["quotes"] for one in feedback.draft["parts"])
    assert (feedback.due_at, feedback.planned_at) == (NOW + timedelta(hours=24), None)
    assert mails() == []
    with system_scope("test"):
        for _ in range(3):
            services.prepare(interview_id=feedback.interview_id, now=LATER)
        assert not services.send_if_due(interview_id=feedback.interview_id, now=LATER)
    assert mails() == []


def test_the_letter_goes_once_with_the_decision_and_names_the_day(feedback: Feedback, cast: Cast) -> None:
    for _ in range(2):
        move(cast) if not mails() else None
        with system_scope("test"):
            services.decided(application_id=cast.application_id, now=LATER)
            services.send_if_due(interview_id=feedback.interview_id, now=LATER)
    (mail,) = mails()
    found = now_of(feedback)
    assert "深度评估" in mail.context["next"]
    assert "11 月 25 日（周三）" in mail.context["next"]  # Friday the 20th and three working days
    assert (found.outcome, found.next_on, found.sent_at) == ("advanced", date(2026, 11, 25), LATER)
    assert "面试得分" in found.letter["score"]
    assert found.letter["place"] == ""  # nobody to compare with
    assert len(found.letter_sha256) == 64
    timers.sweep(NOW + timedelta(days=3))
    assert len(mails("feedback-soon", "decision-due", "decision-late")) == 0


def test_days_of_the_bank_move_the_date(feedback: Feedback, cast: Cast) -> None:
    with cast.acting("hr"):
        workdays.set_day(
            unit_id=cast.bank.east.pk, day=date(2026, 11, 24), working=False, reason="系统升级", now=NOW
        )
    move(cast)
    assert now_of(feedback).next_on == date(2026, 11, 26)


def test_a_date_in_a_year_nobody_knows_says_so(feedback: Feedback, cast: Cast) -> None:
    december = NOW.replace(month=12, day=30)
    move(cast, now=december)
    found = now_of(feedback)
    assert found.next_on == date(2027, 1, 5)  # New Year's Day and the weekend are passed over
    assert found.letter["next"]["provisional"]
    assert "还没有公布" in mails()[0].context["next"]


def test_a_rejection_names_no_date_but_the_rights(feedback: Feedback, cast: Cast) -> None:
    move(cast, decline=True)
    found = now_of(feedback)
    assert (found.outcome, found.next_on) == ("declined", None)
    assert "请人重新看一遍" in mails()[0].context["next"]


def test_by_itself_after_so_many_hours_and_the_decision_by_a_second_word(
    feedback: Feedback, cast: Cast
) -> None:
    rule(cast, "automatic", hours=6)
    timers.sweep(NOW + timedelta(hours=5))
    assert mails() == []
    for hours in (6, 7, 12):
        timers.sweep(NOW + timedelta(hours=hours))
    assert [one.template for one in mails()] == ["feedback-ready"]
    found = now_of(feedback)
    assert (found.outcome, found.released_by_id) == ("open", None)
    assert "由人决定" in found.letter["next"]["text"]
    for _ in range(2):
        if found.outcome == "open":
            move(cast, now=NOW + timedelta(hours=30))
        with system_scope("test"):
            services.decided(application_id=cast.application_id, now=NOW + timedelta(hours=31))
        found = now_of(feedback)
    assert [one.template for one in mails()] == ["feedback-ready", "decision-made"]
    assert "深度评估" in found.letter["next"]["text"]


def test_only_when_released(feedback: Feedback, cast: Cast) -> None:
    rule(cast, "released")
    move(cast)
    timers.sweep(NOW + timedelta(hours=10))
    assert mails() == []
    with cast.acting("hr"):
        for _ in range(2):  # a double click
            services.release(feedback_id=feedback.pk, now=LATER)
    found = now_of(feedback)
    assert (len(mails()), found.released_by_id, found.outcome) == (1, cast.hr.id, "advanced")
    assert found.interview.feedback_sent_at == LATER


def test_a_changed_rule_moves_what_waits(feedback: Feedback, cast: Cast) -> None:
    rule(cast, "automatic", hours=6)
    assert now_of(feedback).planned_at == NOW + timedelta(hours=6)
    rule(cast, "released")
    assert now_of(feedback).planned_at is None
    timers.sweep(NOW + timedelta(hours=10))
    assert mails() == []
    with system_scope("test"):
        lines = [line.verb for line in audit.trail(("feedback_rule", FeedbackRule.objects.get().pk))]
    assert lines == ["hiring.feedback.rule.set"] * 2


def test_an_edit_is_kept_with_both_wordings_and_goes_with_the_letter(feedback: Feedback, cast: Cast) -> None:
    part = feedback.draft["parts"][0]
    with cast.acting("hr"):
        for _ in range(2):
            services.edit(feedback_id=feedback.pk, part=part["key"], text="换一种说法。", now=LATER)
        with pytest.raises(InvalidError):
            services.edit(feedback_id=feedback.pk, part=part["key"], text="你说「我不在乎」。", now=LATER)
        with pytest.raises(InvalidError):
            services.edit(feedback_id=feedback.pk, part="nothing", text="x", now=LATER)
        (edit,) = queries.edits(feedback.pk)
        services.release(feedback_id=feedback.pk, now=LATER)
        with pytest.raises(ConflictError):
            services.edit(feedback_id=feedback.pk, part=part["key"], text="太迟了。", now=LATER)
    assert (edit.before, edit.after, edit.editor_id) == (part["text"], "换一种说法。", cast.hr.id)
    sent = now_of(feedback).letter["parts"][0]
    assert (sent["text"], sent["generated"]) == ("换一种说法。", part["text"])


def test_what_people_changed_stays_when_the_report_comes_anew(feedback: Feedback, cast: Cast) -> None:
    with cast.acting("hr"):
        services.edit(feedback_id=feedback.pk, part="closing", text="祝好。", now=LATER)
        services.edit(feedback_id=feedback.pk, part="service_orientation", text="你先安抚。", now=LATER)
    with system_scope("test"):
        Feedback.objects.update(report_hash="older")
        again = services.prepare(interview_id=feedback.interview_id, now=LATER)
    assert again is not None
    assert next(p for p in again.draft["parts"] if p["key"] == "service_orientation")["text"] == "你先安抚。"


@pytest.mark.parametrize(
    ("who", "error"),
    [("west_hr", NotFoundError), ("interviewer", NotFoundError), ("auditor", NotFoundError),
     ("it_admin", NotFoundError)],
)  # fmt: skip
def test_nobody_but_hr_of_the_unit_touches_it(
    feedback: Feedback, cast: Cast, who: str, error: type[Exception]
) -> None:
    attempts: list[Callable[[], Any]] = [
        lambda: services.open_preview(feedback_id=feedback.pk, now=LATER),
        lambda: services.edit(feedback_id=feedback.pk, part="closing", text="x", now=LATER),
        lambda: services.release(feedback_id=feedback.pk, now=LATER),
    ]
    with cast.acting(who):
        for attempt in attempts:
            with pytest.raises(error):
                attempt()
        with pytest.raises((DeniedError, NotFoundError)):
            services.set_rule(
                requisition_id=cast.requisition_id, mode="released", hours=1, next_days=1, now=NOW
            )
    assert mails() == []


def test_head_office_may_as_well(feedback: Feedback, cast: Cast) -> None:
    with cast.acting("chief"):
        services.release(feedback_id=feedback.pk, now=LATER)
    assert len(mails()) == 1


def test_who_is_rating_reads_and_sends_nothing(feedback: Feedback, cast: Cast, report: Any) -> None:
    from bole.hiring.assessment import services as assessment
    from bole.hiring.assessment.models import ReportView

    with cast.acting("hr"):
        review = assessment.start_review(report_id=report.pk, now=LATER)
        services.open_preview(feedback_id=feedback.pk, now=LATER)
        assert not ReportView.objects.exists()
        for attempt in (
            lambda: services.edit(feedback_id=feedback.pk, part="closing", text="x", now=LATER),
            lambda: services.release(feedback_id=feedback.pk, now=LATER),
        ):
            with pytest.raises(ConflictError):
                attempt()
        assert review.blind
    with cast.acting("chief"):
        services.open_preview(feedback_id=feedback.pk, now=LATER)
        assert not assessment.start_review(report_id=report.pk, now=LATER).blind


def test_the_candidate_reads_his_own_letter_and_nobody_elses(
    feedback: Feedback, cast: Cast, answered: Answered
) -> None:
    invited = answered.taking.invited
    with invited.candidate():
        assert queries.letter_of(feedback.interview_id) is None
    with cast.acting("hr"):
        services.release(feedback_id=feedback.pk, now=LATER)
    with invited.candidate():
        letter = queries.letter_of(feedback.interview_id)
    assert letter == now_of(feedback).letter
    from bole.foundation.access.actors import Actor

    stranger = Actor(kind="candidate", id=new_id(), candidate_id=new_id())
    with acting_as(stranger):
        assert queries.letter_of(feedback.interview_id) is None


def test_where_people_alone_rated_the_words_rest_on_their_levels(
    undecided: None, taking: Taking, cast: Cast
) -> None:
    from decimal import Decimal

    from bole.hiring.assessment import services as assessment

    answered = take_interview(taking, analysis=False)
    report = answered.compile()
    with system_scope("test"):
        found = services.prepare(interview_id=answered.taking.id, now=NOW)
    assert found is not None
    assert {one["kind"] for one in found.draft["parts"]} == {"unscored"}
    with cast.acting("hr"):
        card = assessment.start_review(report_id=report.pk, now=NOW)
        levels = dict.fromkeys(report.body["portrait"]["weights"], Decimal(2))
        assessment.submit_review(review_id=card.pk, levels=levels, now=NOW)
    with system_scope("test"):
        services.redraft(report_id=report.pk, now=NOW)
    assert {one["kind"] for one in now_of(found).draft["parts"]} == {"grow"}


def test_refusing_analysis_later_takes_the_words_of_a_sent_letter(feedback: Feedback, cast: Cast) -> None:
    with cast.acting("hr"):
        services.edit(feedback_id=feedback.pk, part="closing", text="祝好。", now=LATER)
        services.release(feedback_id=feedback.pk, now=LATER)
    with system_scope("test"):
        Interview.objects.update(automated=False)
        services.prepare(interview_id=feedback.interview_id, now=LATER)
        assert not FeedbackEdit.objects.exists()
    found = now_of(feedback)
    assert (found.letter["parts"], found.letter["score"], found.draft) == ([], "", None)
    assert found.letter["next"]["text"]


def test_erasing_takes_words_and_leaves_the_clock(feedback: Feedback, cast: Cast, answered: Answered) -> None:
    with cast.acting("hr"):
        services.edit(feedback_id=feedback.pk, part="closing", text="祝好。", now=LATER)
    with system_scope("test"):
        told = services.export(cast.candidate_id)
    assert told["feedback"][0]["letter"]["closing"] == told["edits"][0]["after"] == "祝好。"
    with answered.taking.invited.candidate():
        interview_services.request_right(interview_id=answered.taking.id, kind="erase", now=LATER)
    found = now_of(feedback)
    assert (found.draft, found.letter, found.due_at) == (None, None, NOW + timedelta(hours=24))
    with system_scope("test"):
        assert not FeedbackEdit.objects.exists()
    timers.sweep(NOW + timedelta(hours=30))
    assert mails("feedback-soon", "decision-due", "decision-late", "feedback-ready") == []


def test_events_bring_it_on(answered: Answered, undecided: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("bole.hiring.feedback.handlers.queue.defer", lambda name, **_more: told.append(name))
    answered.reported()
    assert told.count(PREPARE) == 1
    move(answered.cast, decline=True)
    assert told.count(DECIDED) == 1


def test_who_asked_for_an_explanation_has_it_with_the_letter(feedback: Feedback, answered: Answered) -> None:
    with answered.taking.invited.candidate():
        request = interview_services.request_right(interview_id=answered.taking.id, kind="explain", now=NOW)
    assert request.state == "open"
    with answered.cast.acting("hr"):
        services.release(feedback_id=feedback.pk, now=LATER)
    with system_scope("test"):
        request.refresh_from_db()
    assert request.state == "done"
    with answered.taking.invited.candidate():
        again = interview_services.request_right(interview_id=answered.taking.id, kind="explain", now=NOW)
    assert again.state == "done"


def test_without_a_report_nothing_goes(answered: Answered) -> None:
    with system_scope("test"):
        services.prepare(interview_id=answered.taking.id, now=NOW)
        assert not services.decided(application_id=answered.cast.application_id, now=NOW)
        found = Feedback.objects.get()
    with answered.cast.acting("hr"), pytest.raises(ConflictError):
        services.release(feedback_id=found.pk, now=NOW)
    with system_scope("test"):
        assert services.escalate(interview_id=answered.taking.id, now=NOW + timedelta(hours=24))
        verbs = [line.verb for line in audit.trail(("interview", answered.taking.id))]
    assert "hiring.feedback.clock.overdue" in verbs
    assert mails() == []
