"""One interview and its parts."""

from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.interviews import policies
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.kernel.errors import NotFoundError


def visible_to(actor: Actor) -> QuerySet[Interview]:
    """Interviews the actor may know of: an interviewer those assigned to him, a candidate his own."""
    everything = Interview.objects.select_related("unit", "candidate", "application", "application__requisition")
    if actor.kind == "system":
        return everything
    if actor.kind == "candidate":
        mine = everything.filter(candidate_id=actor.candidate_id)
        return mine.filter(pk=actor.interview_id) if actor.interview_id else mine
    if not permissions.allowed(actor, policies.VIEW):
        return Interview.objects.none()
    if policies.only_assigned(actor):
        return everything.filter(assignments__user_id=actor.id)
    return everything


def get(interview_id: UUID) -> Interview:
    """One interview; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=interview_id).first()
    if found is None:
        raise NotFoundError("no such interview")
    return found


def answers_of(interview_id: UUID) -> QuerySet[Answer]:
    """The answers in order, with their recordings."""
    return Answer.objects.filter(interview_id=interview_id).prefetch_related("recordings").order_by("ordinal")


def recordings_of(answer_id: UUID, attempt: int) -> list[Recording]:
    """The finished recordings of an attempt, in order."""
    found = Recording.objects.filter(answer_id=answer_id, attempt=attempt, state=Recording.State.FINISHED)
    return list(found.order_by("ordinal"))
