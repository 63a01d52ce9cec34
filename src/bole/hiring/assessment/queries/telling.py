"""What a step above may tell the candidate: report, what people set beside it, decision, place."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.hiring.assessment.models import Override, Report, Review
from bole.hiring.assessment.queries import result
from bole.hiring.assessment.queries.statistics import percentile
from bole.hiring.assessment.rules import score_of
from bole.hiring.interviews import queries as interviews
from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Telling:
    """``scores``: competency → what a person set, or (where the machine has none) what people rated, 0–100.
    ``outcome``: advanced, declined or open; ``place`` is None where the norm rule or the bank hides it.
    """

    report_id: UUID
    report_hash: str
    body: dict[str, Any]
    scores: dict[str, float]
    outcome: str
    stage: dict[str, str]
    shows_score: bool
    place: dict[str, Any] | None
    requisition_id: UUID


def telling(interview_id: UUID) -> Telling | None:
    """For the machine only: NotFoundError to anybody else, None before there is a report."""
    if actors.current().kind != "system":
        raise NotFoundError("no such result")
    report = Report.objects.filter(interview_id=interview_id, latest=True).first()
    if report is None:
        return None
    interview = interviews.get(interview_id)
    decision, shown, rank = result.decision(interview), result.shown(interview), percentile(report)
    return Telling(
        report_id=report.pk,
        report_hash=report.hash,
        body=report.body,
        scores=_scores(report),
        outcome=decision["outcome"],
        stage=dict((decision["stage"] or {}).get("label", {})),
        shows_score=shown["score"],
        place=result.place(rank) if rank and shown["score"] else None,
        requisition_id=report.requisition_id,
    )


def _scores(report: Report) -> dict[str, float]:
    """What people said, first their ratings (only where the machine has no score), then what they set."""
    machine = {c["competency"]: c["score"] for c in report.body["competencies"]}
    rated: dict[str, list[float]] = {}
    for card in Review.objects.filter(report=report, locked_at__isnull=False):
        for key, level in card.ratings.items():
            if level is not None and machine.get(key) is None:
                rated.setdefault(key, []).append(float(score_of(Decimal(str(level)))))
    scores = {key: round(sum(found) / len(found), 1) for key, found in rated.items()}
    corrected = Override.objects.filter(report=report).order_by("at")
    return scores | {one.competency: float(one.score) for one in corrected}
