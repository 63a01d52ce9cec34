"""Rooms, and the hours of the bank's people."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.workdays import bank_time
from bole.hiring.scheduling import policies, queries
from bole.hiring.scheduling.models import Hours, Room, SpecialHours
from bole.hiring.scheduling.rules import hours
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

FARTHEST = timedelta(days=366)
MOST_SEATS = 500
MOST_SPECIALS = 100


@transaction.atomic
def set_week(*, user_id: UUID, week: Mapping[str, Any], now: datetime) -> Hours:
    """Somebody's usual week: said by himself, or by HR of a unit he works for. InvalidError names the day."""
    by, unit = _may_set(user_id)
    checked = hours.as_json(hours.check_week(week))
    row, _new = Hours.objects.update_or_create(
        pk=user_id, defaults={"week": checked, "changed_by_id": by, "changed_at": now}
    )
    audit.record(verb="hiring.scheduling.hours.set", obj=("user", user_id), unit_id=unit)
    return row


@transaction.atomic
def set_special(
    *, user_id: UUID, day: date, begins: time, ends: time, free: bool, now: datetime
) -> SpecialHours:
    """One day that differs: away, or at hand although it is not usual. The same span again is replaced."""
    by, unit = _may_set(user_id)
    if begins >= ends:
        raise InvalidError("it ends before it begins", fields={"ends": "out_of_order"})
    if not timedelta(days=-1) <= day - bank_time.today(now) <= FARTHEST:
        raise InvalidError("too far away", fields={"day": "out_of_range"})
    if SpecialHours.objects.filter(user_id=user_id, day__gte=bank_time.today(now)).count() >= MOST_SPECIALS:
        raise InvalidError("too many", fields={"day": "too_many"})
    row, _new = SpecialHours.objects.update_or_create(
        user_id=user_id,
        day=day,
        begins=begins,
        ends=ends,
        defaults={"free": free, "set_by_id": by, "set_at": now},
    )
    audit.record(
        verb="hiring.scheduling.hours.special_set",
        obj=("user", user_id),
        unit_id=unit,
        details={"free": free},
    )
    return row


@transaction.atomic
def forget_special(*, special_id: UUID) -> None:
    """The usual week holds again on that day. Forgotten already: nothing happens."""
    row = SpecialHours.objects.filter(pk=special_id).first()
    if row is None:
        return
    _by, unit = _may_set(row.user_id)
    row.delete()
    audit.record(verb="hiring.scheduling.hours.special_forgotten", obj=("user", row.user_id), unit_id=unit)


@transaction.atomic
def save_room(
    *,
    unit_id: UUID,
    label_zh: str,
    place_zh: str,
    capacity: int,
    now: datetime,
    label_en: str = "",
    place_en: str = "",
    room_id: UUID | None = None,
) -> Room:
    """A new room of a unit, or other facts about one. InvalidError by field; ConflictError for a name the
    unit has already. What was told about appointments stays told."""
    permissions.require(actors.current(), policies.ROOMS, unit_id)
    room = _room(room_id) if room_id else Room(id=new_id(), unit_id=unit_id)
    texts = {"label_zh": label_zh, "place_zh": place_zh, "label_en": label_en, "place_en": place_en}
    for name, text in texts.items():
        setattr(room, name, _line(name, text))
    if not 2 <= capacity <= MOST_SEATS:
        raise InvalidError("not a number of seats", fields={"capacity": "out_of_range"})
    room.capacity, room.changed_at = capacity, now
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError as error:
        raise ConflictError("the unit has a room of that name", code="room_known") from error
    _record_room(room, "saved")
    return room


@transaction.atomic
def use_room(*, room_id: UUID, in_use: bool, now: datetime) -> Room:
    """Take a room off the list, or put it on again. Appointments that have it keep it."""
    room = _room(room_id)
    if room.in_use != in_use:
        room.in_use, room.changed_at = in_use, now
        room.save(update_fields=["in_use", "changed_at"])
        _record_room(room, "opened" if in_use else "closed")
    return room


def may_set_hours(user_id: UUID) -> UUID | None:
    """The unit by whose right the actor may set somebody's hours; None when he may not."""
    actor = actors.current()
    person = access.actor_of_account(user_id)
    if person is None or actor.kind != "user":
        return None
    units = [grant.unit_id for grant in person.grants]
    if actor.id == user_id:
        return units[0] if units and permissions.allowed(actor, policies.ATTEND) else None
    return next((unit for unit in units if permissions.allowed(actor, policies.MANAGE, unit)), None)


def _may_set(user_id: UUID) -> tuple[UUID, UUID]:
    actor, unit = actors.current(), may_set_hours(user_id)
    if unit is None or actor.id is None:
        if actor.is_bank_user:
            raise DeniedError("neither his own hours nor his people's")
        raise NotFoundError("nobody")
    return actor.id, unit


def _room(room_id: UUID) -> Room:
    room = queries.room(room_id)
    permissions.require(actors.current(), policies.ROOMS, room.unit_id)
    return room


def _line(name: str, text: str) -> str:
    cleaned = " ".join(text.split())
    longest = 60 if name.startswith("label") else 160  # as the columns are
    if (not cleaned and name.endswith("_zh")) or len(cleaned) > longest:
        raise InvalidError(
            "what is it called, and where is it", fields={name: "required" if not cleaned else "too_long"}
        )
    return cleaned


def _record_room(room: Room, what: str) -> None:
    audit.record(
        verb=f"hiring.scheduling.room.{what}",
        obj=("scheduling_room", room.pk),
        unit_id=room.unit_id,
        details={"capacity": room.capacity},
    )
