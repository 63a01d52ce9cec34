"""Which viewings somebody may join, and where they stand. The interview's own rules decide both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.interviews import queries as interviews
from bole.hiring.viewings import policies, rules
from bole.hiring.viewings.models import Viewing, Watcher
from bole.hiring.viewings.rules import Playback
from bole.kernel.errors import NotFoundError

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One recorded answer: its files' lengths in order, as the candidate's phone told them."""

    answer_id: UUID
    number: int
    kind: str  # video | audio
    title: Any  # {zh, en}, of the question
    seconds: tuple[float, ...]


def visible_to(actor: Actor) -> QuerySet[Viewing]:
    """Viewings of interviews the actor may watch."""
    rows = Viewing.objects.select_related("unit", "candidate", "leader")
    if actor.kind == "system":
        return rows
    if not permissions.allowed(actor, policies.WATCH):
        return Viewing.objects.none()
    return rows.filter(interview__in=interviews.visible_to(actor).order_by().values("pk"))


def get(viewing_id: UUID) -> Viewing:
    """One viewing; NotFoundError when not there or its interview not to be watched by this actor."""
    actor = actors.current()
    found = visible_to(actor).filter(pk=viewing_id).first()
    if found is None:
        raise NotFoundError("no such viewing")
    permissions.require(actor, policies.WATCH, found.unit_id)
    return found


def of(interview_id: UUID, about_id: UUID | None = None) -> Viewing | None:
    """The viewing of an interview for that thing, if it was opened and may be joined."""
    return visible_to(actors.current()).filter(interview_id=interview_id, about_id=about_id).first()


def of_candidate(actor: Actor, candidate_id: UUID) -> list[Viewing]:
    """A candidate's viewings with their watchers, the newest first."""
    rows = visible_to(actor).filter(candidate_id=candidate_id).prefetch_related("watchers__user")
    return list(rows.order_by("-made_at")[:SHOWN])


def playback(viewing: Viewing) -> Playback:
    """Where it stands, as a value."""
    return Playback(viewing.answer_id, viewing.position, viewing.playing, viewing.at)


def parts(interview_id: UUID) -> list[Part]:
    """The recorded answers in order; typed ones have nothing to watch."""
    titles = {one["key"]: one.get("title") for one in interviews.get(interview_id).questions}
    return [
        Part(facts.answer_id, facts.ordinal, facts.kind, titles.get(facts.question_key), facts.seconds)
        for facts in interviews.submitted_facts(interview_id)
        if facts.files
    ]


def watchers(viewing_id: UUID) -> list[Watcher]:
    """Who was asked, or came."""
    return list(Watcher.objects.filter(viewing_id=viewing_id).select_related("user"))


def state(viewing: Viewing, now: datetime) -> dict[str, Any]:
    """What every page is told: where it stood at which moment of the server, and who is there."""
    leader = viewing.leader
    return {
        "version": viewing.version,
        "answer": str(viewing.answer_id),
        "position": viewing.position,
        "playing": viewing.playing,
        "at": viewing.at.timestamp(),
        "now": now.timestamp(),
        "by": leader.get_short_name() if leader is not None else "",
        "present": [
            {"id": str(one.user_id), "name": one.user.get_short_name()}
            for one in watchers(viewing.pk)
            if rules.is_present(one.seen_at, now)
        ],
    }
