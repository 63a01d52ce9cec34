"""The panel's appointment: asked of scheduling, and what becomes of it moves the panel's clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.hiring.panels import policies, queries
from bole.hiring.panels.models import Panel, Seat
from bole.hiring.panels.services import clocks, steps, telling
from bole.hiring.scheduling import queries as appointments
from bole.hiring.scheduling import services as scheduling
from bole.kernel.errors import ConflictError

KIND = "panel"  # of appointments that are ours
TITLE = {"zh": "复试", "en": "Panel interview"}
LOOKED_FOR = ("planned", "offered")


@transaction.atomic
def arrange(*, panel_id: UUID, minutes: int, video_url: str = "", now: datetime) -> Any:
    """Plan the appointment with everybody who sits there; times are offered on its own page. Twice gives the
    one that is open. The panel's clock stands still until a time is chosen."""
    panel = steps.locked(panel_id)
    permissions.require(actors.current(), policies.MANAGE, panel.unit_id)
    steps.require_state(panel, Panel.State.OPEN)
    made = scheduling.plan(
        application_id=panel.application_id,
        user_ids=[user_id for user_id, _lead in queries.seats(panel.pk)],
        about_id=panel.pk,
        kind=KIND,
        minutes=minutes,
        title=TITLE,
        link=telling.material_of(panel),
        video_url=video_url,
        now=now,
    )
    follow(panel_id=panel.pk, now=now)
    return made


@transaction.atomic
def follow(*, panel_id: UUID, now: datetime) -> bool:
    """Read how the appointment stands and set the clock by it. False when nothing waits for it, or nothing
    changed."""
    panel = Panel.objects.select_for_update().filter(pk=panel_id).first()
    if panel is None or panel.state != Panel.State.OPEN:
        return False
    with actors.system_scope("a panel's appointment", panel.unit_id):
        found = appointments.appointment_of(panel.pk, KIND)
    starts, ends = _times(found)
    stands_still = found is not None and found.state != "confirmed"
    if (panel.starts_at, panel.ends_at) == (starts, ends) and (panel.due_at is None) == stands_still:
        return False
    panel.starts_at, panel.ends_at = starts, ends
    Seat.objects.filter(panel=panel, submitted_at=None).update(
        reminded_at=None, reminded_again_at=None, escalated_at=None
    )
    if stands_still:
        clocks.stand_still(panel)
    else:
        clocks.set_clock(panel, base=now)
    steps.record(panel, "appointed", {"starts_at": starts})
    return True


def _times(found: Any) -> tuple[datetime | None, datetime | None]:
    if found is None or found.state != "confirmed":
        return None, None
    return found.starts_at, found.ends_at


def change_people(panel: Panel, user_ids: Sequence[UUID], now: datetime) -> None:
    """For services that hold the panel's row: who sits there takes part. ConflictError (``not_free``) when
    somebody new has no time then: another time comes first."""
    found = appointments.appointment_of(panel.pk, KIND)
    if found is None or found.state not in {*LOOKED_FOR, "confirmed"}:
        return
    if found.starts_at is not None and found.starts_at <= now:
        return  # it has begun: who rates afterwards need not have been there
    try:
        scheduling.change_people(appointment_id=found.pk, user_ids=user_ids, now=now)
    except ConflictError as error:
        raise ConflictError("somebody is not free at the panel's time", code="not_free") from error


def call_off(panel: Panel, now: datetime) -> None:
    """The panel is not held: neither is its appointment, unless it has begun."""
    found = appointments.appointment_of(panel.pk, KIND)
    if found is None or found.state not in {*LOOKED_FOR, "confirmed"}:
        return
    if found.starts_at is None or found.starts_at > now:
        scheduling.cancel(appointment_id=found.pk, reason="other", now=now)
