"""The clocks of a panel: a look at the material before, the card after, then the owner."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.panels import library
from bole.hiring.panels.models import Panel, Seat
from bole.hiring.panels.rules import clocks
from bole.hiring.panels.services import steps, telling

KINDS = (steps.MATERIAL, steps.REMIND, steps.AGAIN, steps.ESCALATE)


def set_clock(panel: Panel, *, base: datetime) -> None:
    """Begin to count, from the appointment's end or, while there is none (or it is over), from ``base``."""
    ends = panel.ends_at if panel.ends_at and panel.ends_at > base else None
    starts = panel.starts_at if ends else None
    found = clocks.moments(library.rules().clock, base, starts, ends)
    panel.due_at = found.due_at
    panel.save(update_fields=["due_at", "starts_at", "ends_at"])
    for kind, moment in zip(
        KINDS, (found.material_at, found.remind_at, found.again_at, found.escalate_at), strict=True
    ):
        if moment is None:
            timers.cancel(kind=kind, key=str(panel.pk))
        else:
            timers.set(kind=kind, key=str(panel.pk), due_at=moment, unit_id=panel.unit_id)


def stop(panel: Panel) -> None:
    """Nobody is waited for any more."""
    for kind in KINDS:
        timers.cancel(kind=kind, key=str(panel.pk))


def stand_still(panel: Panel) -> None:
    """A time is being looked for: nobody is waited for yet."""
    panel.due_at = None
    panel.save(update_fields=["due_at", "starts_at", "ends_at"])
    stop(panel)


@transaction.atomic
def remind_material(*, panel_id: UUID, now: datetime) -> int:
    """Who has not opened the AI interview yet is reminded of it; how many were."""
    panel, seats = _waiting(panel_id)
    told = [seat for seat in seats if seat.looked_at is None]
    for seat in told:
        telling.remind_material(panel, seat, now)
    return len(told)


@transaction.atomic
def remind(*, panel_id: UUID, now: datetime, again: bool = False) -> int:
    """Who has not submitted is reminded, once (or ``again``); how many were."""
    panel, seats = _waiting(panel_id)
    column = "reminded_again_at" if again else "reminded_at"
    told = [seat for seat in seats if getattr(seat, column) is None]
    for seat in told:
        setattr(seat, column, now)
        seat.save(update_fields=[column])
        telling.remind_card(panel, seat, now, again=again)
    if told:
        steps.record(panel, "reminded_again" if again else "reminded", {"members": [s.user_id for s in told]})
    return len(told)


@transaction.atomic
def escalate(*, panel_id: UUID, now: datetime) -> int:
    """The owner of the opening hears whose card is missing; how many are."""
    panel, seats = _waiting(panel_id)
    told = [seat for seat in seats if seat.escalated_at is None]
    for seat in told:
        seat.escalated_at = now
        seat.save(update_fields=["escalated_at"])
    if told:
        telling.tell_owner(panel, told, now)
        steps.record(panel, "escalated", {"members": [seat.user_id for seat in told]})
    return len(told)


def _waiting(panel_id: UUID) -> tuple[Panel, list[Seat]]:
    """The open panel and the seats whose card is missing; nothing waits in a panel that is not open."""
    panel = Panel.objects.select_for_update().get(pk=panel_id)
    if panel.state != Panel.State.OPEN:
        return panel, []
    rows = Seat.objects.select_for_update(of=("self",)).filter(
        panel=panel, submitted_at=None, excused_at=None
    )
    return panel, list(rows.select_related("user"))
