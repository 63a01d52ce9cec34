"""What a report's total would be if one answer had other scores. The report itself is not touched."""

from collections.abc import Mapping
from typing import Any

from bole.measurement.reporting.additions import counted
from bole.measurement.reporting.cards import competency_score, total_card
from bole.measurement.scoring.scorecard import MISSING_LIMIT


def total_with(
    body: Mapping[str, Any], question_key: str, scores: Mapping[str, float | None]
) -> float | None:
    """The total of a frozen report (format bole.report/1) with other competency scores of one answer.

    By the same rules as the report: mean over the rated answers, weighted mean over the competencies, None
    above the limit of missing weight.
    """
    answers = [
        {**answer, "result": {**answer["result"], "ratings": _as_ratings(scores)}}
        if answer["question_key"] == question_key
        else answer
        for answer in body["answers"]
    ]
    rated = counted(answers)
    cards = [
        {"weight": weight, "score": competency_score(key, rated), "sem": None}
        for key, weight in body["portrait"]["weights"].items()
    ]
    total: float | None = total_card(cards, MISSING_LIMIT)["total"]
    return total


def _as_ratings(scores: Mapping[str, float | None]) -> list[dict[str, Any]]:
    return [
        {"competency": key, "kind": "competency", "score": score, "evidence": []}
        for key, score in scores.items()
    ]
