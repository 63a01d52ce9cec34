"""What appointments give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.services import rows, telling


def export(candidate_id: UUID) -> dict[str, Any]:
    """Every appointment with its times and what became of it."""
    return {
        "appointments": [
            {
                "meeting": one.title,
                "state": one.state,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "place": one.place,
                "video": one.video_url,
                "times_offered": list(one.slots.values_list("starts_at", flat=True)),
                "moved_by_you": one.candidate_moves,
                "wants_another_time": one.wants_another,
            }
            for one in Appointment.objects.filter(candidate_id=candidate_id).order_by("made_at")
        ]
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Appointments go entirely, with their clocks; whoever was to attend one to come is told it is off."""
    found = list(
        Appointment.objects.select_for_update(of=("self",))
        .select_related("unit", "candidate", "made_by")
        .filter(candidate_id=candidate_id)
    )
    for one in found:
        rows.clear_timers(one)
        if one.state == Appointment.State.CONFIRMED and one.starts_at and one.starts_at > now:
            one.sequence += 1
            telling.staff(one, "appointment-staff-cancelled", now, method="CANCEL")
        one.delete()
    return len(found)
