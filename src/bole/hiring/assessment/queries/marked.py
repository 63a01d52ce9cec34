"""Answers two or more people rated blind: what a bank may train its own rater on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.hiring.assessment.models import Report, Review
from bole.kernel.errors import NotFoundError

TWICE = 2


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """One answer of one report. ``levels``: competency → the people's levels 1–5; ``scores``: what the rules
    gave this answer (0–100), also where a trained rater took their place; ``shared``: competencies other
    answers of the interview were rated on as well."""

    unit_id: UUID
    candidate_id: UUID
    text: str
    language: str
    rubric_sha256: str
    levels: dict[str, tuple[float, ...]]
    scores: dict[str, float]
    shared: frozenset[str]


def marked_answers(question_key: str) -> Iterator[MarkedAnswer]:
    """For the machine only: NotFoundError to anybody else. Erased people are not among them."""
    if actors.current().kind != "system":
        raise NotFoundError("no such answers")
    cards: dict[UUID, list[dict[str, Any]]] = {}
    rows = Review.objects.filter(blind=True, locked_at__isnull=False).order_by("report_id", "started_at")
    for report_id, ratings in rows.values_list("report_id", "ratings"):
        cards.setdefault(report_id, []).append(ratings)
    twice = [report_id for report_id, found in cards.items() if len(found) >= TWICE]
    for report in Report.objects.filter(pk__in=twice).order_by("pk").iterator(chunk_size=200):
        found = _marked(report, question_key, cards[report.pk])
        if found is not None:
            yield found


def _marked(report: Report, question_key: str, cards: list[dict[str, Any]]) -> MarkedAnswer | None:
    answers = {answer["question_key"]: answer["result"] for answer in report.body["answers"]}
    result = answers.get(question_key) or {}
    scores = {r["competency"]: _by_rules(r) for r in result.get("ratings", ()) if _counts(r)}
    levels = {key: tuple(float(card[key]) for card in cards if card.get(key) is not None) for key in scores}
    levels = {key: found for key, found in levels.items() if len(found) >= TWICE}
    if not levels:
        return None
    others = [
        row for key, other in answers.items() if key != question_key for row in other.get("ratings", ())
    ]
    return MarkedAnswer(
        unit_id=report.unit_id,
        candidate_id=report.candidate_id,
        text=result["transcript"]["text"],
        language=result["transcript"]["language"],
        rubric_sha256=result["provenance"]["rubric_sha256"],
        levels=levels,
        scores=scores,
        shared=frozenset(row["competency"] for row in others if _counts(row)),
    )


def _counts(row: dict[str, Any]) -> bool:
    return row["kind"] == "competency" and row["score"] is not None


def _by_rules(row: dict[str, Any]) -> float:
    return float(row["rules"]["score"] if row.get("rules") else row["score"])
