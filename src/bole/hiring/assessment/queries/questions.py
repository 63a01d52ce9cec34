"""How a question does: its scores, and whether who does well on it does well over all."""

import statistics
from dataclasses import dataclass
from typing import Any

from bole.hiring.assessment.models import AnswerRating, Report

READ = 200  # the newest answers; each is decrypted
LEAST = 30  # below it a correlation says nothing


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """``mean``: of the competency scores of the newest ``n`` answers, 0–100. ``discrimination``:
    correlation of an answer's score with its interview's total, which contains it; None below 30."""

    n: int
    mean: float | None
    discrimination: float | None


def question_figures(question_key: str) -> QuestionFigures:
    """Of what the actor sees."""
    rows = AnswerRating.objects.filter(answer__question_key=question_key, error_code="")
    newest = {row.answer_id: row for row in reversed(list(rows.order_by("-rated_at")[:READ]))}
    scored = [
        (row.interview_id, score) for row in newest.values() if (score := _score(row.result)) is not None
    ]
    if not scored:
        return QuestionFigures(0, None, None)
    totals = dict(
        Report.objects.filter(
            interview_id__in=[one for one, _ in scored], latest=True, total__isnull=False
        ).values_list("interview_id", "total")
    )
    pairs = [(score, float(totals[one] or 0)) for one, score in scored if one in totals]
    mean = round(statistics.fmean(score for _, score in scored), 1)
    return QuestionFigures(len(scored), mean, _correlation(pairs))


def _score(result: Any) -> float | None:
    found = [
        one["score"]
        for one in (result or {}).get("ratings", ())
        if one["kind"] == "competency" and one["score"] is not None
    ]
    return statistics.fmean(found) if found else None


def _correlation(pairs: list[tuple[float, float]]) -> float | None:
    if len(pairs) < LEAST:
        return None
    try:
        return round(statistics.correlation(*zip(*pairs, strict=True)), 2)
    except statistics.StatisticsError:  # everybody scored the same
        return None
