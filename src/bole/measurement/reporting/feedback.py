"""What the candidate is told: own words as proof of a strength, one concrete step per weakness."""

from collections.abc import Mapping, Sequence
from typing import Any

_STRONG, _GOOD = 65.0, 80.0
_MOST = 3


def feedback_of(cards: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Strengths with the best quotation, what to improve, and which answers could not be judged."""
    present = [c for c in cards if c["score"] is not None]
    strengths: list[dict[str, Any]] = []
    for card in sorted(present, key=lambda c: (-c["score"], c["competency"])):
        quotes = [e for e in card["evidence"] if e["kind"] == "quote" and e["points"] > 0]
        if card["score"] >= _STRONG and quotes and len(strengths) < _MOST:
            best = max(quotes, key=lambda e: e["points"])
            strengths.append(
                {
                    "competency": card["competency"],
                    "label": card["label"],
                    "quote": best["quote"],
                    "question_key": best["question_key"],
                    "start": best["start"],
                    "end": best["end"],
                }
            )
    improve: list[dict[str, Any]] = []
    told: set[str] = set()
    for card in sorted(present, key=lambda c: (c["score"], c["competency"])):
        if (
            card["score"] < _GOOD
            and card["raise"]
            and card["raise"]["indicator"] not in told
            and len(improve) < _MOST
        ):
            told.add(card["raise"]["indicator"])
            improve.append(
                {"competency": card["competency"], "label": card["label"], "text": card["raise"]["text"]}
            )
    return {
        "strengths": strengths,
        "improve": improve,
        "insufficient": [_insufficient(a) for a in answers if _unjudged(a)],
    }


def _unjudged(answer: Mapping[str, Any]) -> bool:
    ratings = answer["result"].get("ratings", [])
    return not ratings or all(r["score"] is None for r in ratings)


def _insufficient(answer: Mapping[str, Any]) -> dict[str, Any]:
    result = answer["result"]
    if "error" in result:
        return {"question_key": answer["question_key"], "reason": result["error"]["code"]}
    reasons = result.get("quality", {}).get("speech", {}).get("reasons", [])
    return {"question_key": answer["question_key"], "reason": reasons[0] if reasons else "insufficient_data"}
