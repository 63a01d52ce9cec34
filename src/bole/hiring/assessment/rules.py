"""Human ratings, their totals, who may see what, and what a candidate is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bole.kernel.errors import InvalidError

MISSING_WEIGHT_LIMIT = Decimal(25)
TENTH = Decimal("0.1")
NORM_PERIOD = timedelta(days=365)  # a norm group is the reports of the last year


def score_of(level: Decimal) -> Decimal:
    """Level 1–5 → 0–100 with one decimal (science.md §2)."""
    return (Decimal(25) * (level - 1)).quantize(TENTH, ROUND_HALF_UP)


def check_levels(levels: Mapping[str, Decimal | None], asked: Sequence[str]) -> dict[str, float | None]:
    """A card has a level from 1 to 5 in half steps, or an explicit "cannot say", for every competency."""
    problems: dict[str, str] = {}
    for key in asked:
        if key not in levels:
            problems[key] = "required"
            continue
        level = levels[key]
        if level is not None and (not 1 <= level <= 5 or (level * 2) % 1):
            problems[key] = "out_of_range"
    for key in levels:
        if key not in asked:
            problems[key] = "unknown"
    if problems:
        raise InvalidError("the rating card is not complete", fields=problems)
    return {key: None if (level := levels[key]) is None else float(level) for key in asked}


def weighted_total(scores: Mapping[str, Decimal | None], weights: Mapping[str, float]) -> Decimal | None:
    """Σwᵢsᵢ/Σwᵢ over what is present; None when more than 25 of 100 of the weight is missing."""
    present = {k: (Decimal(str(weights[k])), s) for k, s in scores.items() if s is not None and k in weights}
    weight = sum((w for w, _ in present.values()), Decimal(0))
    whole = sum((Decimal(str(w)) for w in weights.values()), Decimal(0))
    if not weight or whole - weight > MISSING_WEIGHT_LIMIT:
        return None
    return (sum((w * s for w, s in present.values()), Decimal(0)) / weight).quantize(TENTH, ROUND_HALF_UP)


def check_override(competency: str, score: Decimal, reason: str, asked: Sequence[str]) -> None:
    """An override needs a competency of the report, a score and a reason somebody can read."""
    problems: dict[str, str] = {}
    if competency not in asked:
        problems["competency"] = "unknown"
    if not 0 <= score <= 100 or score != score.quantize(TENTH):
        problems["score"] = "out_of_range"
    if len(reason.strip()) < 5:
        problems["reason"] = "required"
    if problems:
        raise InvalidError("the override cannot be accepted", fields=problems)


def hides_scores(*, roles: frozenset[str], locked: bool, reviewing: bool, hr_roles: frozenset[str]) -> bool:
    """An interviewer never sees machine scores before his own card is locked; HR does unless HR began a
    card."""
    if locked:
        return False
    return reviewing or not roles & hr_roles


BLINDED = (
    "additions",
    "branch",
    "competencies",
    "total",
    "total_sem",
    "total_band",
    "recommendation",
    "feedback",
    "flags",
)


def blinded(body: Mapping[str, Any]) -> dict[str, Any]:
    """The report without anything the machine concluded: questions, transcripts, rubric anchors stay."""
    kept = {key: value for key, value in body.items() if key not in BLINDED}
    kept["competencies"] = [
        {k: c.get(k) for k in ("competency", "label", "weight", "anchors")}
        for c in body.get("competencies", ())
    ]
    kept["answers"] = [_bare_answer(answer) for answer in body.get("answers", ())]
    kept["needs_review"], kept["review_reasons"] = False, []
    kept["blind"] = True
    return kept


def _bare_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    result = answer.get("result") or {}
    seen = {k: result[k] for k in ("transcript", "speech", "pauses", "quality", "error") if k in result}
    kept = {k: v for k, v in answer.items() if k not in {"result", "source"}}  # why it was asked is a finding
    return {**kept, "result": seen}


def for_candidate(body: Mapping[str, Any]) -> dict[str, Any]:
    """A candidate's own explained result: levels and own words, never other people, flags or the
    non-verbal counts."""
    return {
        "total": body.get("total"),
        "total_band": body.get("total_band"),
        "pass_mark": body.get("portrait", {}).get("pass_mark"),
        "competencies": [
            {
                **{
                    k: c.get(k)
                    for k in (
                        "competency",
                        "label",
                        "weight",
                        "level",
                        "score",
                        "band",
                        "reason",
                        "anchors",
                        "raise",
                    )
                },
                "evidence": [
                    e for e in c.get("evidence", ()) if e.get("kind") in {"quote", "absence", "count"}
                ],
            }
            for c in body.get("competencies", ())
        ],
        "feedback": body.get("feedback", {}),
        "answers": [
            {k: a.get(k) for k in ("question_key", "ordinal", "kind", "prompt", "duration", "part")}
            for a in body.get("answers", ())
        ],
        "provenance": {k: body.get("provenance", {}).get(k) for k in ("hash", "software", "rubric_sha256")},
        "law": body.get("law"),
    }


def erased(body: Mapping[str, Any]) -> dict[str, Any]:
    """What remains of a report when its person is gone: which portrait and guide, which figures, no words."""
    return {
        "format": body.get("format"),
        "erased": True,
        "portrait": body.get("portrait", {}),
        "guide": {k: body.get("guide", {}).get(k) for k in ("key", "version", "sha256")},
        "law": body.get("law"),
        "language": body.get("language"),
        "answers": [],
        "competencies": [
            {k: c.get(k) for k in ("competency", "label", "weight", "level", "score", "sem", "sem_basis")}
            for c in body.get("competencies", ())
        ],
        **{k: body.get(k) for k in ("total", "total_sem", "total_missing_weight", "needs_review")},
        "review_reasons": [],
        "flags": [],
        "recommendation": {"outcome": body.get("recommendation", {}).get("outcome"), "reasons": []},
        "feedback": {"strengths": [], "improve": [], "insufficient": []},
        "provenance": {"hash": body.get("provenance", {}).get("hash")},
    }


def next_night(local: datetime) -> datetime:
    """The next 02:30 by the bank's clock (``local`` carries its time zone): nobody waits for the machine
    then."""
    tonight = local.replace(hour=2, minute=30, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)
