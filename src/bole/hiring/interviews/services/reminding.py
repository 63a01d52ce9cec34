"""A word a day and an hour before the window closes, and a question to who has not begun or not gone on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from bole.foundation.queue import timers
from bole.hiring.interviews import rules
from bole.hiring.interviews.models import Answer, Interview
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
    begun = interview.state == Interview.State.IN_PROGRESS
    _plan_nudge(interview, "finish" if begun else "start", max(now, interview.opens_at))


def plan_finish(interview: Interview, now: datetime) -> None:
    """The first answer was begun: from now on the question is whether the person goes on."""
    timers.cancel(kind=steps.NUDGE, key=f"{interview.pk}/start")
    _plan_nudge(interview, "finish", now)


def _plan_nudge(interview: Interview, kind: str, since: datetime) -> None:
    key, moment = f"{interview.pk}/{kind}", rules.nudge_at(kind, since, interview.closes_at)
    if moment is None:
        timers.cancel(kind=steps.NUDGE, key=key)
    else:
        timers.set(kind=steps.NUDGE, key=key, due_at=moment, unit_id=interview.unit_id)


def stop(interview: Interview) -> None:
    """No further reminders."""
    for number, _ in enumerate(rules.REMINDERS, start=1):
        timers.cancel(kind=steps.REMINDER, key=f"{interview.pk}/{number}")
    for kind in rules.NUDGES:
        timers.cancel(kind=steps.NUDGE, key=f"{interview.pk}/{kind}")


@transaction.atomic
def remind(*, interview_id: UUID, due_at: datetime, now: datetime) -> bool:
    """Send one reminder, once per moment. False when there is nothing to remind of any more."""
    interview = steps.locked(interview_id)
    if interview.state not in {"invited", "opened", "in_progress"} or now >= interview.closes_at:
        return False
    _say(interview, "reminder", f"reminder {due_at.isoformat()}", now)
    steps.record(interview, "reminded", details={"due_at": due_at})
    return True


@transaction.atomic
def nudge(*, interview_id: UUID, kind: str, now: datetime) -> bool:
    """Ask once whether something is in the way: of beginning (``start``) or of going on (``finish``).

    False when there is nothing to ask any more; who answered meanwhile is asked a day after his last answer.
    """
    interview = steps.locked(interview_id)
    waiting = {"start": {"invited", "opened"}, "finish": {"in_progress"}}[kind]
    if interview.state not in waiting or now >= interview.closes_at:
        return False
    last = Answer.objects.filter(interview=interview).aggregate(at=Max("submitted_at"))["at"]
    if kind == "finish" and last is not None and last + rules.NUDGES[kind] > now:
        _plan_nudge(interview, kind, last)
        return False
    _say(interview, {"start": "not-started", "finish": "not-finished"}[kind], "once", now)
    steps.record(interview, "nudged", details={"kind": kind})
    return True


def _say(interview: Interview, template: str, occasion: str, now: datetime) -> None:
    closes_at = telling.moment(interview.closes_at, interview.language, interview.zone)
    said = {**telling.greeting(interview), "closes_at": closes_at, "link": telling.link_of(interview)}
    telling.tell(interview, template, said, now=now, occasion=occasion)
