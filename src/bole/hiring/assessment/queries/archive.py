"""How far a run over the archive has come."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from bole.hiring.assessment.models import Rescoring
from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` answers, ``failed`` among them; ``difference`` (bole.rescore/1) when finished."""

    run_id: UUID
    version: int
    finished: bool
    total: int
    done: int
    failed: int
    difference: dict[str, Any] | None


def rescoring(run_id: UUID) -> Progress:
    """Progress of one run. NotFoundError."""
    run = Rescoring.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFoundError("no such run")
    counted = run.answers.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(rated_at__isnull=False)),
        failed=Count("pk", filter=~Q(error_code="")),
    )
    finished = run.state == Rescoring.State.DONE
    return Progress(run.pk, run.version, finished, **counted, difference=run.difference)
