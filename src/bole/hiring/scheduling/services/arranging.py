"""HR, or whatever stands above, plans an appointment and offers times."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.scheduling import policies, queries
from bole.hiring.scheduling.models import Appointment, Attendee, OfferedSlot
from bole.hiring.scheduling.rules import slots, steps
from bole.hiring.scheduling.services import rows, telling
from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.ids import new_id

State = Appointment.State
MOST_PEOPLE = 8
CHOICE, PER_DAY = 6, 2  # times offered when nobody chose them by hand
MINUTES = 45


@transaction.atomic
def plan(
    *,
    application_id: UUID,
    user_ids: Sequence[UUID],
    now: datetime,
    about_id: UUID | None = None,
    kind: str = "panel",
    minutes: int = MINUTES,
    title: Mapping[str, str] | None = None,
    link: str = "",
    video_url: str = "",
    room_ids: Sequence[UUID] = (),
) -> Appointment:
    """An appointment without a time yet. Planned again for the same ``about_id`` and ``kind``: the open one
    is given back, with today's people and link.

    ``video_url`` makes it a meeting by video, else it is in one of ``room_ids`` (none: any room large
    enough). ``link``: the page its people prepare with; they alone get it. InvalidError by field.
    """
    application = pipeline.get(application_id)
    actor = actors.current()
    permissions.require(actor, policies.MANAGE, application.unit_id)
    if pipeline.is_closed(application):
        raise ConflictError("the application has ended", code="application_closed")
    known = _open_one(about_id, kind)
    if known is not None:
        return _again(known, user_ids, link, now)
    made = Appointment(
        id=new_id(),
        unit_id=application.unit_id,
        candidate_id=application.candidate_id,
        application_id=application.pk,
        kind=kind,
        about_id=about_id,
        title=dict(title or {"zh": "面试", "en": "Interview"}),
        minutes=steps.check_length(minutes),
        mode=Appointment.Mode.VIDEO if video_url else Appointment.Mode.ROOM,
        video_url=check_video(video_url),
        room_ids=[str(one) for one in room_ids],
        link=link,
        made_by_id=actor.id if actor.kind == "user" else None,
        made_at=now,
        changed_at=now,
    )
    made.save(force_insert=True)
    _set_people(made, user_ids)
    rows.record(made, "planned", {"people": len(user_ids), "minutes": minutes, "kind": kind})
    return made


@transaction.atomic
def offer_slots(
    *,
    application_id: UUID,
    user_ids: Sequence[UUID],
    now: datetime,
    about_id: UUID | None = None,
    kind: str = "panel",
    minutes: int = MINUTES,
    title: Mapping[str, str] | None = None,
    link: str = "",
    video_url: str = "",
    room_ids: Sequence[UUID] = (),
    starts: Sequence[datetime] | None = None,
) -> Appointment:
    """Plan (see ``plan``) and offer times in one go; ``starts`` None: a few that are spread over the next
    days. ConflictError ``no_free_time``, ``slot_taken``."""
    made = plan(
        application_id=application_id,
        user_ids=user_ids,
        now=now,
        about_id=about_id,
        kind=kind,
        minutes=minutes,
        title=title,
        link=link,
        video_url=video_url,
        room_ids=room_ids,
    )
    return offer(appointment_id=made.pk, starts=starts, now=now)


@transaction.atomic
def offer(*, appointment_id: UUID, now: datetime, starts: Sequence[datetime] | None = None) -> Appointment:
    """Offer the candidate these times, in place of those offered before, and write to him.

    Only times at which everybody is at hand at this moment; None: some of them, spread. ConflictError
    (``slot_taken``, ``no_free_time``, ``appointment_state``), InvalidError for none or too many.
    """
    found = rows.locked_for_staff(appointment_id)
    found.state = steps.move(found.state, State.OFFERED)
    _set_slots(found, chosen(found, starts, now))
    found.offered_at, found.starts_at, found.ends_at = now, None, None
    rows.save(found, now)
    rows.record(found, "offered", {"times": found.slots.count()})
    rows.set_choice_timers(found, max(one.starts_at for one in found.slots.all()), now)
    telling.candidate(found, "appointment-offered", now)
    return found


@transaction.atomic
def renew(*, appointment_id: UUID, now: datetime) -> list[datetime]:
    """The candidate finds fewer times than he should: add what is free today. Gives all that may be chosen.

    Nothing is added while three are left, so that it cannot be used to read people's calendars.
    """
    found = rows.locked_for_candidate(appointment_id)
    if found.state != State.OFFERED:
        raise ConflictError("no time is to be chosen", code="appointment_state")
    left = queries.offered_and_free(found, now)
    if len(left) >= steps.FEW:
        return left
    with actors.system_scope("more times for a candidate", found.unit_id):
        free = queries.free_slots(found, now)
        more = slots.spread(free, zone=queries.bank_zone(), count=CHOICE, per_day=PER_DAY)
        _set_slots(found, sorted({*left, *(one.span.start for one in more)}))
        fresh = [one.starts_at for one in found.slots.all()]
        if fresh:
            rows.set_choice_timers(found, max(fresh), now)
    rows.record(found, "renewed", {"times": len(fresh)})
    return fresh


@transaction.atomic
def change_people(*, appointment_id: UUID, user_ids: Sequence[UUID], now: datetime) -> Appointment:
    """Other people take part. Of an appointment that has its time only while all of them are free then.

    Those who stay get an update of their calendar, who leaves a cancellation, who comes an invitation.
    """
    from bole.hiring.scheduling.services import choosing

    found = rows.locked_for_staff(appointment_id)
    before = {one.pk: one for one in telling.attendees(found)}
    if set(before) == set(user_ids):
        return found
    _set_people(found, user_ids)
    if found.state == State.CONFIRMED:
        choosing.keep_time(found, now)
        found.sequence += 1
    rows.save(found, now)
    rows.record(found, "people_changed", {"people": len(user_ids)})
    if found.state == State.CONFIRMED:
        telling.staff(found, "appointment-staff-confirmed", now, method="REQUEST")
        gone = [user for key, user in before.items() if key not in set(user_ids)]
        telling.these(found, gone, "appointment-staff-cancelled", now, method="CANCEL")
    return found


def chosen(appointment: Appointment, starts: Sequence[datetime] | None, now: datetime) -> list[datetime]:
    """What is to be offered, checked against everybody's time."""
    free = queries.free_slots(appointment, now, until=max(starts) + timedelta(days=1) if starts else None)
    if starts is None:
        wanted = slots.spread(free, zone=queries.bank_zone(), count=CHOICE, per_day=PER_DAY)
        if not wanted:
            raise ConflictError("nobody is free at the same time", code="no_free_time")
        return [one.span.start for one in wanted]
    if not 0 < len(set(starts)) <= steps.MOST_SLOTS:
        raise InvalidError("choose some times", fields={"starts": "out_of_range"})
    known = {one.span.start for one in free}
    if not set(starts) <= known:
        raise ConflictError("not free any more", code="slot_taken")
    return sorted(set(starts))


def check_video(address: str) -> str:
    """Empty, or an https address."""
    address = address.strip()
    if address and (
        not address.startswith("https://") or len(address) > 500 or any(c.isspace() for c in address)
    ):
        raise InvalidError("not a link", fields={"video_url": "malformed"})
    return address


def _open_one(about_id: UUID | None, kind: str) -> Appointment | None:
    if about_id is None:
        return None
    known = queries.appointment_of(about_id, kind)
    return known if known is not None and known.state in steps.OPEN else None


def _again(known: Appointment, user_ids: Sequence[UUID], link: str, now: datetime) -> Appointment:
    found = rows.locked_for_staff(known.pk)
    if link and link != found.link:
        found.link = link
        rows.save(found, now)
    if set(user_ids) != {one.pk for one in telling.attendees(found)}:
        return change_people(appointment_id=found.pk, user_ids=user_ids, now=now)
    return found


def _set_people(appointment: Appointment, user_ids: Sequence[UUID]) -> None:
    """InvalidError for nobody, too many, or somebody who may not attend at this unit."""
    wanted = list(dict.fromkeys(user_ids))
    if not 0 < len(wanted) <= MOST_PEOPLE:
        raise InvalidError("choose who takes part", fields={"people": "out_of_range"})
    may = {one.pk for one in queries.people_for(appointment.unit_id)}
    if appointment.about_id is not None:
        may |= access.guests_at(appointment.about_id)
    if not set(wanted) <= may:
        raise InvalidError("somebody may not attend here", fields={"people": "unknown"})
    appointment.attendees.exclude(user_id__in=wanted).delete()
    known = set(appointment.attendees.values_list("user_id", flat=True))
    Attendee.objects.bulk_create(
        Attendee(
            id=new_id(),
            unit_id=appointment.unit_id,
            candidate_id=appointment.candidate_id,
            appointment_id=appointment.pk,
            user_id=user,
        )
        for user in wanted
        if user not in known
    )


def _set_slots(appointment: Appointment, starts: Sequence[datetime]) -> None:
    appointment.slots.all().delete()
    length = timedelta(minutes=appointment.minutes)
    OfferedSlot.objects.bulk_create(
        OfferedSlot(
            id=new_id(),
            unit_id=appointment.unit_id,
            candidate_id=appointment.candidate_id,
            appointment_id=appointment.pk,
            starts_at=at,
            ends_at=at + length,
        )
        for at in starts
    )
