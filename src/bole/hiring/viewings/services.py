"""Writes: open a viewing, be there, move it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interviewing
from bole.hiring.viewings import policies, queries, rules
from bole.hiring.viewings.events import ViewingJoined
from bole.hiring.viewings.models import Viewing, Watcher
from bole.kernel.errors import ConflictError, DeniedError, InvalidError
from bole.kernel.ids import new_id

TOPIC = "viewing"
MOST = 30  # people
NOBODY = UUID(int=0)


@transaction.atomic
def open(
    *,
    interview_id: UUID,
    user_ids: Sequence[UUID],
    now: datetime,
    panel_id: UUID | None = None,
    link: str = "",
) -> Viewing:
    """Let these people watch an interview's recordings in step. Opened again: the same, with these as well.

    Whoever may not watch the interview yet is assigned to it, which only HR may do. ConflictError
    ``nothing_recorded``; InvalidError for somebody who may not watch interviews of this unit.
    """
    interview, actor = interviews.get(interview_id), actors.current()
    permissions.require(actor, policies.OPEN, interview.unit_id)
    found = Viewing.objects.filter(interview_id=interview_id, about_id=panel_id).first()
    if found is None:
        parts = queries.parts(interview_id)
        if not parts:
            raise ConflictError("there is nothing to watch", code="nothing_recorded")
        found, made = Viewing.objects.get_or_create(
            interview_id=interview_id,
            about_id=panel_id,
            defaults={
                "id": new_id(),
                "unit_id": interview.unit_id,
                "candidate_id": interview.candidate_id,
                "link": link,
                "answer_id": parts[0].answer_id,
                "at": now,
                "made_by_id": _person(),
                "made_at": now,
            },
        )
        if made:
            _record(found, "opened", {"people": len(user_ids)})
    _ask(found, user_ids, now)
    return found


@transaction.atomic
def join(*, viewing_id: UUID, now: datetime) -> Viewing:
    """The actor's page is there. The first time leaves a line: he watched this recording."""
    found, mine = _mine(viewing_id)
    back = not rules.is_present(mine.seen_at, now)
    first = mine.joined_at is None
    if first:
        mine.joined_at = now
        _record(found, "joined", {"user": mine.user_id})
        events.publish(
            ViewingJoined(found.pk, found.about_id, found.interview_id, found.unit_id, mine.user_id)
        )
    mine.seen_at = now
    mine.save(update_fields=["joined_at", "seen_at"])
    if back:
        _tell(found)
    return found


@transaction.atomic
def beat(*, viewing_id: UUID, now: datetime) -> Viewing:
    """Still there; what was played since the last beat counts as watched."""
    found, mine = _mine(viewing_id)
    back = not rules.is_present(mine.seen_at, now)
    mine.seconds = rules.watched(mine.seconds, mine.seen_at, now, playing=found.playing)
    mine.seen_at = now
    mine.save(update_fields=["seconds", "seen_at"])
    if back:
        _tell(found)
    return found


@transaction.atomic
def leave(*, viewing_id: UUID, now: datetime) -> None:
    """The page was closed."""
    found, mine = _mine(viewing_id)
    if mine.joined_at is None:
        return
    mine.seconds = rules.watched(mine.seconds, mine.seen_at, now, playing=found.playing)
    mine.seen_at = None
    mine.save(update_fields=["seconds", "seen_at"])
    _record(found, "left", {"user": mine.user_id, "seconds": round(mine.seconds)})
    _tell(found)


@transaction.atomic
def control(
    *,
    viewing_id: UUID,
    do: str,
    now: datetime,
    position: float | None = None,
    answer_id: UUID | None = None,
) -> Viewing:
    """Play, pause, seek or show another answer, for everybody. Whoever is there may; who leads is logged."""
    queries.get(viewing_id)
    found = Viewing.objects.select_for_update().get(pk=viewing_id)
    mine = found.watchers.filter(user_id=_person() or NOBODY).first()
    if mine is None or not rules.is_present(mine.seen_at, now):
        raise ConflictError("join first", code="not_there")
    if answer_id is not None and answer_id not in {
        one.answer_id for one in queries.parts(found.interview_id)
    }:
        raise InvalidError("no such answer", code="bad_control", fields={"answer": "unknown"})
    before = queries.playback(found)
    after = rules.command(before, do, now=now, position=position, answer_id=answer_id)
    if after == before:
        return found
    found.answer_id, found.position = after.answer_id, after.position
    found.playing, found.at = after.playing, after.at
    found.version += 1
    if found.leader_id != mine.user_id:
        found.leader_id = mine.user_id
        _record(found, "led", {"user": mine.user_id})
    found.save()
    _tell(found)
    return found


def _ask(found: Viewing, user_ids: Sequence[UUID], now: datetime) -> None:
    wanted = list(dict.fromkeys(user_ids))
    if len(wanted) > MOST:
        raise InvalidError("too many people", fields={"people": "out_of_range"})
    known = set(found.watchers.values_list("user_id", flat=True))
    for user_id in wanted:
        if user_id not in known:
            _let_watch(found, user_id, now)
            _watcher(found, user_id)


def _let_watch(found: Viewing, user_id: UUID, now: datetime) -> None:
    """Somebody who sees the interview anyway needs nothing; others are assigned to it by the actor."""
    from bole.foundation.access import queries as access

    person = access.actor_of_account(user_id)
    if person is None:
        raise InvalidError("no such account", fields={"people": "unknown"})
    with actors.acting_as(person):
        sees = interviews.visible_to(person).filter(pk=found.interview_id).exists()
    if not (sees and permissions.allowed(person, policies.WATCH, found.unit_id)):
        interviewing.assign(interview_id=found.interview_id, user_id=user_id, now=now)


def _mine(viewing_id: UUID) -> tuple[Viewing, Watcher]:
    """The viewing and the actor's own row, made when he comes unasked: the right is the interview's."""
    found, user_id = queries.get(viewing_id), _person()
    if user_id is None:
        raise DeniedError("a person watches")
    _watcher(found, user_id)
    mine = Watcher.objects.select_for_update(of=("self",)).get(viewing_id=found.pk, user_id=user_id)
    return found, mine


def _watcher(found: Viewing, user_id: UUID) -> None:
    Watcher.objects.get_or_create(
        viewing_id=found.pk,
        user_id=user_id,
        defaults={"id": new_id(), "unit_id": found.unit_id, "candidate_id": found.candidate_id},
    )


def _person() -> UUID | None:
    actor = actors.current()
    return actor.id if actor.kind == "user" else None


def _tell(found: Viewing) -> None:
    live.notify(TOPIC, found.pk, found.unit_id)


def _record(found: Viewing, what: str, details: dict[str, object]) -> None:
    audit.record(
        verb=f"hiring.viewings.viewing.{what}",
        obj=("viewings_viewing", found.pk),
        unit_id=found.unit_id,
        details={**details, "interview": found.interview_id},
    )
