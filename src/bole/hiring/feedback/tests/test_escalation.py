"""The 24 hours in danger: HR of the unit gets a mail. Over: HR another and head office one, then peace."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.feedback import services
from bole.hiring.feedback.models import Feedback
from bole.hiring.interviews import services as interviews

pytestmark = pytest.mark.django_db
TEMPLATES = ("feedback-soon", "decision-due", "decision-late", "request-late")


@pytest.fixture
def mailboxes(cast: Cast) -> dict[Any, str]:
    """User id → who; everybody of the bank has an address."""
    people = {getattr(cast, who).id: who for who in ("hr", "chief", "west_hr", "interviewer", "auditor")}
    for key, who in people.items():
        User.objects.filter(pk=key).update(email=f"{who}@bank.example")
    return people


def letters(mailboxes: dict[Any, str]) -> list[tuple[str, str]]:
    with system_scope("test"):
        rows = OutboxMessage.objects.filter(template__in=TEMPLATES).order_by("queued_at", "template")
        return [(row.template, mailboxes[row.user_id]) for row in rows]


SOON, DUE, LATE = ("feedback-soon", "hr"), ("decision-due", "hr"), ("decision-late", "chief")


@pytest.fixture
def prepared(report: Any) -> Any:
    """The report with its feedback and the clocks of it; nobody has decided."""
    with system_scope("test"):
        services.prepare(interview_id=report.interview_id, now=NOW)
    return report


def test_hr_is_warned_before_and_head_office_hears_when_the_time_is_over(
    answered: Answered, undecided: None, prepared: Any, mailboxes: dict[Any, str]
) -> None:
    report = prepared
    timers.sweep(NOW + timedelta(hours=17, minutes=59))
    assert letters(mailboxes) == []
    for hours in (18, 20, 23):
        timers.sweep(NOW + timedelta(hours=hours))
    assert letters(mailboxes) == [SOON]
    for hours in (24, 25, 30, 50, 80, 200):
        timers.sweep(NOW + timedelta(hours=hours))
    assert letters(mailboxes) == [SOON, DUE, LATE]
    with system_scope("test"):
        said = str([row.context for row in OutboxMessage.objects.filter(template__in=TEMPLATES)])
    assert "林小禾" not in said  # a number and a link, no name
    with system_scope("test"):
        page = f"/console/feedback/{Feedback.objects.get().pk}/"
    assert page in said  # where to act
    assert answered.taking.id == report.interview_id


def test_nobody_hears_when_the_candidate_was_told(
    undecided: None, prepared: Any, mailboxes: dict[Any, str]
) -> None:
    report = prepared
    with system_scope("test"):
        interviews.send_feedback(interview_id=report.interview_id, now=NOW)
    timers.sweep(NOW + timedelta(hours=25))
    assert letters(mailboxes) == []


def test_a_letter_after_the_warning_stops_the_rest(
    undecided: None, prepared: Any, mailboxes: dict[Any, str]
) -> None:
    timers.sweep(NOW + timedelta(hours=19))
    with system_scope("test"):
        interviews.send_feedback(interview_id=prepared.interview_id, now=NOW + timedelta(hours=20))
    timers.sweep(NOW + timedelta(hours=60))
    assert letters(mailboxes) == [SOON]


def test_a_unit_without_hr_is_answered_for_by_head_office(
    undecided: None, prepared: Any, cast: Cast, mailboxes: dict[Any, str]
) -> None:
    User.objects.filter(pk=cast.hr.id).update(is_active=False)
    timers.sweep(NOW + timedelta(hours=25))
    assert letters(mailboxes) == [("decision-due", "chief"), LATE]


def test_an_overdue_request_reaches_the_unit_and_head_office(
    answered: Answered, mailboxes: dict[Any, str]
) -> None:
    with answered.taking.invited.candidate():
        interviews.request_right(interview_id=answered.taking.id, kind="human_review", now=NOW)
    for hours in (25, 26):
        timers.sweep(NOW + timedelta(hours=hours))
    late = [who for template, who in letters(mailboxes) if template == "request-late"]
    assert sorted(late) == ["chief", "hr"]
