"""A word a day and an hour before the window closes, to who has not finished."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.interviews import rules
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.services import steps, telling


def plan(interview: Interview, now: datetime) -> None:
    """Set the reminders that still lie ahead; those of an earlier window move along."""
    due = rules.reminders(interview.closes_at, now)
    for number, _ in enumerate(rules.REMINDERS, start=1):
        timers.cancel(kind=steps.REMINDER, key=f"{interview.pk}/{number}")
    for number, moment in enumerate(due, start=1):
        timers.set(
            kind=steps.REMINDER, key=f"{interview.pk}/{number}", due_at=moment, unit_id=interview.unit_id
        )


def stop(interview: Interview) -> None:
    """No further reminders."""
    for number, _ in enumerate(rules.REMINDERS, start=1):
        timers.cancel(kind=steps.REMINDER, key=f"{interview.pk}/{number}")


@transaction.atomic
def remind(*, interview_id: UUID, due_at: datetime, now: datetime) -> bool:
    """Send one reminder, once per moment. False when there is nothing to remind of any more."""
    interview = steps.locked(interview_id)
    if interview.state not in {"invited", "opened", "in_progress"} or now >= interview.closes_at:
        return False
    telling.tell(
        interview,
        "reminder",
        {
            **telling.greeting(interview),
            "closes_at": telling.moment(interview.closes_at, interview.language),
            "link": telling.link_of(interview),
        },
        now=now,
        occasion=f"reminder {due_at.isoformat()}",
    )
    steps.record(interview, "reminded", details={"due_at": due_at})
    return True
