"""Nobody decided in time: HR of the unit gets one mail, a day later head office one, then there is peace."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.interviews import services as interviews

pytestmark = pytest.mark.django_db
TEMPLATES = ("decision-due", "decision-late", "request-late")


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


def test_hr_of_the_unit_hears_once_then_head_office_once(
    answered: Answered, report: Any, mailboxes: dict[Any, str]
) -> None:
    timers.sweep(NOW + timedelta(hours=23))
    assert letters(mailboxes) == []
    for hours in (25, 26, 30):
        timers.sweep(NOW + timedelta(hours=hours))
    assert letters(mailboxes) == [("decision-due", "hr")]
    for hours in (50, 80, 200):
        timers.sweep(NOW + timedelta(hours=hours))
    assert letters(mailboxes) == [("decision-due", "hr"), ("decision-late", "chief")]
    with system_scope("test"):
        said = str([row.context for row in OutboxMessage.objects.filter(template__in=TEMPLATES)])
    assert "林小禾" not in said  # a number and a link, no name
    assert str(report.interview_id) in said
    assert answered.taking.id == report.interview_id


def test_nobody_hears_when_the_candidate_was_told(report: Any, mailboxes: dict[Any, str]) -> None:
    with system_scope("test"):
        interviews.send_feedback(interview_id=report.interview_id, now=NOW)
    timers.sweep(NOW + timedelta(hours=25))
    assert letters(mailboxes) == []


def test_a_decision_after_the_first_mail_stops_the_second(report: Any, mailboxes: dict[Any, str]) -> None:
    timers.sweep(NOW + timedelta(hours=25))
    with system_scope("test"):
        interviews.send_feedback(interview_id=report.interview_id, now=NOW + timedelta(hours=26))
    timers.sweep(NOW + timedelta(hours=60))
    assert letters(mailboxes) == [("decision-due", "hr")]


def test_a_unit_without_hr_is_answered_for_by_head_office(
    report: Any, cast: Cast, mailboxes: dict[Any, str]
) -> None:
    User.objects.filter(pk=cast.hr.id).update(is_active=False)
    timers.sweep(NOW + timedelta(hours=25))
    assert letters(mailboxes) == [("decision-due", "chief")]


def test_an_overdue_request_reaches_the_unit_and_head_office(
    answered: Answered, mailboxes: dict[Any, str]
) -> None:
    with answered.taking.invited.candidate():
        interviews.request_right(interview_id=answered.taking.id, kind="human_review", now=NOW)
    for hours in (25, 26):
        timers.sweep(NOW + timedelta(hours=hours))
    late = [who for template, who in letters(mailboxes) if template == "request-late"]
    assert sorted(late) == ["chief", "hr"]
