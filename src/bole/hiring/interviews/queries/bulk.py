"""Bulk invitations: the runs, who is on their lists and what became of each, and how many replied."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.messaging import queries as messages
from bole.hiring.interviews import policies
from bole.hiring.interviews.models import BulkEntry, BulkRun
from bole.hiring.interviews.queries.single import visible_to
from bole.kernel.errors import NotFoundError

PAGE = 50
# What the page shows of a person, in the order of the story; each is one question to the rows.
READY, LEFT_OUT, PROBLEM, FAILED = "ready", "left_out", "problem", "failed"
WAITING, SENT, DELIVERED, DEAD = "waiting", "sent", "delivered", "dead"
OPENED, ANSWERED = "opened", "answered"
STATUSES = (READY, WAITING, SENT, DELIVERED, OPENED, ANSWERED, DEAD, FAILED, PROBLEM, LEFT_OUT)
_OF_MESSAGE = {"sent": SENT, "delivered": DELIVERED, "dead": DEAD, "stopped": WAITING, "withheld": DEAD}


@dataclass(frozen=True, slots=True)
class Progress:
    """A run in figures. ``invited`` had an invitation made, ``replied`` entered with their code, ``answered``
    handed in; the rest stand as ``by_status`` says."""

    total: int
    ready: int
    invited: int
    replied: int
    answered: int
    by_status: dict[str, int] = field(default_factory=dict)
    by_problem: dict[str, int] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """How much of the list was worked through."""
        to_do = self.total - self.by_status.get(PROBLEM, 0) - self.by_status.get(LEFT_OUT, 0)
        return round(100 * (to_do - self.ready) / to_do) if to_do else 100

    @property
    def reply_percent(self) -> int | None:
        """Of the invited, how many replied; None without any."""
        return round(100 * self.replied / self.invited) if self.invited else None


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a run as the page shows it; ``reason`` is a code."""

    entry: BulkEntry
    status: str
    reason: str
    message: Any


@dataclass(frozen=True, slots=True)
class Replies:
    """Of the invitations made in a period: how many, how many people replied, how many handed in."""

    invited: int
    replied: int
    answered: int

    @property
    def percent(self) -> int | None:
        """The reply rate; None without invitations."""
        return round(100 * self.replied / self.invited) if self.invited else None


def bulk_runs(actor: Actor) -> QuerySet[BulkRun]:
    """Runs the actor may see, newest first."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.INVITE):
        return BulkRun.objects.none()
    return BulkRun.objects.select_related("unit", "requisition", "made_by", "confirmed_by")


def bulk_run(run_id: UUID) -> BulkRun:
    """One run; NotFoundError when not there or not to be seen."""
    found = bulk_runs(actors.current()).filter(pk=run_id).first()
    if found is None:
        raise NotFoundError("no such run")
    return found


def bulk_progress(run: BulkRun) -> Progress:
    """The run in figures, in two queries."""
    rows = BulkEntry.objects.filter(run=run).order_by()
    told = rows.annotate(
        told=messages.state_about("interview", "invitation", "interview_id"),
        came=ExpressionWrapper(Q(interview__verified_at__isnull=False), BooleanField()),
    )
    groups = told.values_list("state", "interview__state", "told", "came").annotate(n=Count("pk"))
    by_status: dict[str, int] = {}
    invited = replied = answered = 0
    for state, interview, message, came, number in groups:
        status = status_of(state, interview or "", message or "", replied=came)
        by_status[status] = by_status.get(status, 0) + number
        invited += number * (state == BulkEntry.State.INVITED)
        replied += number * (status in {OPENED, ANSWERED})
        answered += number * (status == ANSWERED)
    problems = rows.exclude(problem="").values_list("problem").annotate(n=Count("pk"))
    return Progress(
        total=sum(by_status.values()),
        ready=by_status.get(READY, 0),
        invited=invited,
        replied=replied,
        answered=answered,
        by_status=by_status,
        by_problem=dict(problems),
    )


def bulk_lines(run: BulkRun, *, status: str = "", page: int = 1) -> tuple[list[Line], bool]:
    """One page of people in the order of the list, and whether more follow."""
    rows = (
        BulkEntry.objects.filter(run=run)
        .select_related("candidate", "interview")
        .defer("interview__guide", "interview__portrait", "interview__beside", "interview__about")
    )
    if status:
        rows = rows.annotate(told=messages.state_about("interview", "invitation", "interview_id"))
        rows = rows.filter(_where(status))
    first = (max(page, 1) - 1) * PAGE
    found = list(rows.order_by("ordinal")[first : first + PAGE + 1])
    ids = [one.interview_id for one in found if one.interview_id]
    told = messages.newest_about("interview", ids, "invitation")
    return [_line(one, told.get(one.interview_id or UUID(int=0))) for one in found[:PAGE]], len(found) > PAGE


def replies(actor: Actor, since: datetime, until: datetime) -> Replies:
    """The reply rate of a period (R186): invitations made in it, over what the actor sees."""
    rows = visible_to(actor).filter(created_at__gte=since, created_at__lt=until).select_related(None)
    found = rows.order_by().aggregate(
        invited=Count("pk"),
        replied=Count("pk", filter=Q(verified_at__isnull=False)),
        answered=Count("pk", filter=Q(state="finished")),
    )
    return Replies(**found)


def status_of(state: str, interview: str, message: str, *, replied: bool) -> str:
    """One word for entry, interview and message together; what the person did says more than the message."""
    if state != BulkEntry.State.INVITED:
        return state
    if interview == "finished":
        return ANSWERED
    if replied:
        return OPENED
    return _OF_MESSAGE.get(message, WAITING)


def _where(status: str) -> Q:
    """The rows that ``status_of`` calls so."""
    if status in {READY, LEFT_OUT, PROBLEM, FAILED}:
        return Q(state=status)
    invited = Q(state=BulkEntry.State.INVITED)
    if status == ANSWERED:
        return invited & Q(interview__state="finished")
    replied = Q(interview__verified_at__isnull=False) & ~Q(interview__state="finished")
    if status == OPENED:
        return invited & replied
    silent = invited & Q(interview__verified_at__isnull=True) & ~Q(interview__state="finished")
    named = [word for word, meant in _OF_MESSAGE.items() if meant == status]
    if status == WAITING:
        others = [word for word, meant in _OF_MESSAGE.items() if meant != WAITING]
        return silent & (Q(told__isnull=True) | ~Q(told__in=others))
    return silent & Q(told__in=named)


def _line(entry: BulkEntry, message: Any) -> Line:
    interview = entry.interview
    status = status_of(
        entry.state,
        interview.state if interview else "",
        message.state if message else "",
        replied=bool(interview and interview.verified_at),
    )
    reason = entry.problem or (message.error_code if message and status in {DEAD, WAITING} else "")
    return Line(entry, status, reason, message)
