"""What calibration gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.queue import timers
from bole.hiring.calibration.models import Difference, Sample
from bole.hiring.calibration.services import drawing


def export(candidate_id: UUID) -> dict[str, Any]:
    """Whether the result was drawn for a second look, and the figures it gave."""
    return {
        "samples": [
            {"drawn_at": s.drawn_at, "done_at": s.done_at}
            for s in Sample.objects.filter(candidate_id=candidate_id)
        ],
        "differences": [
            {"competency": d.competency, "machine": d.machine, "person": d.person, "at": d.at}
            for d in Difference.objects.filter(candidate_id=candidate_id)
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Nobody rates an erased interview any more; the figures stay for the statistics, without words."""
    waiting = list(Sample.objects.filter(candidate_id=candidate_id, done_at=None))
    for sample in waiting:
        timers.cancel(kind=drawing.DUE, key=str(sample.pk))
        sample.delete()
    return len(waiting)
