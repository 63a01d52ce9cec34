"""How far a run over the archive has come."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import RescoredAnswer, Rescoring
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


def rescorings(actor: Actor) -> QuerySet[Rescoring]:
    """All runs, the newest first; for who may start one."""
    if not permissions.allowed(actor, policies.RESCORE):
        return Rescoring.objects.none()
    return Rescoring.objects.defer("rubric").order_by("-started_at", "pk")


def changes_of(run_id: UUID) -> list[float]:
    """How many points each answer's competency scores moved, for the histogram; new less standing."""
    found: list[float] = []
    rows = RescoredAnswer.objects.filter(run_id=run_id, rated_at__isnull=False, error_code="")
    for row in rows.select_related("rating").iterator(chunk_size=200):
        for one in (row.rating.result or {}).get("ratings", ()):
            after = row.scores.get(one["competency"])
            if one["kind"] == "competency" and one["score"] is not None and after is not None:
                found.append(after - one["score"])
    return found


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
