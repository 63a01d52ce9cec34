"""Reads of feedback."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import queries as assessment
from bole.hiring.feedback import policies
from bole.hiring.feedback.models import Feedback, FeedbackEdit, FeedbackRule
from bole.kernel.errors import NotFoundError

CLOCKS = ("feedback.planned", "feedback.danger")


@dataclass(frozen=True, slots=True)
class Counts:
    """How a set of feedback stands: sent in time, sent late, still running, over."""

    in_time: int
    late: int
    running: int
    over: int


def visible_to(actor: Actor) -> QuerySet[Feedback]:
    """Feedback the actor may know of; row-level security cuts it to his units."""
    everything = Feedback.objects.select_related(
        "unit", "candidate", "interview__application__requisition", "released_by"
    )
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return everything
    return everything.none()


def get(feedback_id: UUID) -> Feedback:
    """One feedback; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=feedback_id).first()
    if found is None:
        raise NotFoundError("no such feedback")
    return found


def waiting(actor: Actor) -> QuerySet[Feedback]:
    """Not sent yet, the most urgent first; who left the process waits for nothing."""
    rows = visible_to(actor).filter(sent_at=None).exclude(interview__state="withdrawn")
    return rows.order_by("due_at", "pk")


def gone(actor: Actor) -> QuerySet[Feedback]:
    """Sent, the newest first."""
    return visible_to(actor).filter(sent_at__isnull=False).order_by("-sent_at", "pk")


def counts(actor: Actor, since: datetime, now: datetime) -> Counts:
    """How the clock was kept for interviews due since that day."""
    rows = visible_to(actor).filter(due_at__gte=since).exclude(interview__state="withdrawn")
    found = rows.aggregate(
        in_time=Count("pk", filter=Q(sent_at__lte=F("due_at"))),
        late=Count("pk", filter=Q(sent_at__gt=F("due_at"))),
        waiting=Count("pk", filter=Q(sent_at=None, due_at__gt=now)),
        over=Count("pk", filter=Q(sent_at=None, due_at__lte=now)),
    )
    return Counts(found["in_time"], found["late"], found["waiting"], found["over"])


def edits(feedback_id: UUID) -> list[FeedbackEdit]:
    """What was rewritten, in order, with who did it."""
    return list(FeedbackEdit.objects.filter(feedback_id=feedback_id).select_related("editor"))


def rules_of(actor: Actor) -> dict[UUID, FeedbackRule]:
    """Opening → its rule, of those the actor sees."""
    if not permissions.allowed(actor, policies.VIEW):
        return {}
    return {rule.requisition_id: rule for rule in FeedbackRule.objects.select_related("set_by")}


def hidden_from(actor: Actor, found: Feedback) -> bool:
    """Whether the reader is rating this person and must not see what the program found."""
    return assessment.has_open_card(actor, found.candidate_id)


def letter_of(interview_id: UUID) -> dict[str, Any] | None:
    """The letter the candidate in charge was sent; None before, or for an older interview without one.

    Row-level security gives a candidate his own row and nobody else's.
    """
    found = Feedback.objects.filter(interview_id=interview_id, sent_at__isnull=False).first()
    return found.letter if found else None
