"""A person's card beside the machine's scores, for those who compare them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.access.actors import Actor
from bole.hiring.assessment.models import ReportView, Review
from bole.hiring.assessment.rules import score_of
from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Rated:
    """A locked card; ``pairs``: competency, the machine's score, the person's (0–100), where both are."""

    report_id: UUID
    interview_id: UUID
    unit_id: UUID
    candidate_id: UUID
    reviewer_id: UUID
    job_key: str
    blind: bool
    pairs: tuple[tuple[str, float, float], ...]


def rated(report_id: UUID, review_id: UUID) -> Rated | None:
    """For the machine only: NotFoundError to anybody else, None for a card that is not locked."""
    if actors.current().kind != "system":
        raise NotFoundError("no such card")
    locked = Review.objects.filter(pk=review_id, report_id=report_id, locked_at__isnull=False)
    card = locked.select_related("report").first()
    if card is None:
        return None
    machine = {c["competency"]: c["score"] for c in card.report.body["competencies"]}
    pairs = (
        (key, float(machine[key]), float(score_of(Decimal(str(level)))))
        for key, level in sorted(card.ratings.items())
        if level is not None and machine.get(key) is not None
    )
    report = card.report
    return Rated(
        report.pk,
        report.interview_id,
        report.unit_id,
        report.candidate_id,
        card.reviewer_id,
        report.job_key,
        card.blind,
        tuple(pairs),
    )


def seen_by(actor: Actor, report_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these reports showed this reader the machine's scores: a card of his would not be blind."""
    if actor.id is None:
        return set()
    rows = ReportView.objects.filter(report_id__in=list(report_ids), user_id=actor.id)
    return set(rows.values_list("report_id", flat=True))
