"""When members are told: of the material before, of the card after, and when the owner is."""

from dataclasses import dataclass
from datetime import datetime

from bole.hiring.panels.rules.book import Clock


@dataclass(frozen=True, slots=True)
class Moments:
    """Everything that is due in one panel."""

    due_at: datetime
    remind_at: datetime
    again_at: datetime
    escalate_at: datetime
    material_at: datetime | None


def moments(
    clock: Clock, opened_at: datetime, starts_at: datetime | None, ends_at: datetime | None
) -> Moments:
    """Counted from the appointment's end, or from the opening while there is none."""
    base = ends_at or opened_at
    material = max(opened_at, starts_at - clock.material) if starts_at else None
    return Moments(base + clock.due, base + clock.remind, base + clock.again, base + clock.escalate, material)
