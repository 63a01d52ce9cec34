"""What assessment gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.hiring.assessment import rules
from bole.hiring.assessment.models import (
    AnswerRating,
    BlindRater,
    Override,
    Report,
    RescoredAnswer,
    Review,
    SecondOpinion,
)


def export(candidate_id: UUID) -> dict[str, Any]:
    """Reports in full, and what people wrote beside them."""
    return {
        "reports": [r.body for r in Report.objects.filter(candidate_id=candidate_id).order_by("created_at")],
        "reviews": [
            {"ratings": r.ratings, "comment": r.comment, "total": r.total, "locked_at": r.locked_at}
            for r in Review.objects.filter(candidate_id=candidate_id)
        ],
        "overrides": [
            {"competency": o.competency, "score": o.score, "reason": o.reason, "at": o.at}
            for o in Override.objects.filter(candidate_id=candidate_id)
        ],
        "second_opinions": [
            {"model": s.model_name, "state": s.state, "spread": s.spread, "runs": s.runs, "at": s.asked_at}
            for s in SecondOpinion.objects.filter(candidate_id=candidate_id)
        ],
        "rescored": [
            {"question": row.run.question_key, "rubric": row.run.rubric_sha256, "scores": row.scores}
            for row in RescoredAnswer.objects.filter(candidate_id=candidate_id).select_related("run")
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Words and quotes go; totals stay for statistics, tied to nobody."""
    ratings = AnswerRating.objects.filter(candidate_id=candidate_id)
    touched = ratings.update(result=None, hash="")
    touched += RescoredAnswer.objects.filter(candidate_id=candidate_id).delete()[0]
    reports = list(Report.objects.filter(candidate_id=candidate_id))
    for report in reports:
        report.body = rules.erased(report.body)
        report.save(update_fields=["body"])
    touched += BlindRater.objects.filter(candidate_id=candidate_id).delete()[0]
    for review in Review.objects.filter(candidate_id=candidate_id):
        review.comment = ""
        review.save(update_fields=["comment"])
    for one in Override.objects.filter(candidate_id=candidate_id):
        one.reason = ""
        one.save(update_fields=["reason"])
    for opinion in SecondOpinion.objects.filter(candidate_id=candidate_id):
        opinion.runs = []
        opinion.save(update_fields=["runs"])
    return touched + len(reports)
