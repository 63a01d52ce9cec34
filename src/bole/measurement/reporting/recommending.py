"""What is proposed for the next stage. The machine may propose to advance; it never proposes to reject."""

from collections.abc import Mapping, Sequence
from typing import Any


def review_reasons(
    answers: Sequence[Mapping[str, Any]], cards: Sequence[Mapping[str, Any]], total: Mapping[str, Any]
) -> list[str]:
    """Why a person must look before anything is decided; empty if nothing stands out."""
    reasons = []
    if any(a["result"].get("flags") for a in answers):
        reasons.append("flags")
    if any("error" in a["result"] or not a["result"] for a in answers):
        reasons.append("analysis_failed")
    if any(r["reason"] == "insufficient_data" for a in answers for r in a["result"].get("ratings", [])):
        reasons.append("insufficient_data")
    if any(c["score"] is None for c in cards):
        reasons.append("missing_competency")
    if total["total"] is None:
        reasons.append("no_total")
    return reasons


def recommend(
    pass_mark: float, total: Mapping[str, Any], reasons: Sequence[str], flags: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """``advance`` only when the whole band lies above the pass mark and nothing asks for a person."""
    score, band = total["total"], total["total_band"]
    params = {"total": score, "pass_mark": pass_mark}
    if score is None:
        return {
            "outcome": "hold",
            "reasons": [{"code": "no_total", "params": {"missing_weight": total["total_missing_weight"]}}],
        }
    low, high = band or [score, score]
    if low >= pass_mark:
        found = [{"code": "above_pass_mark", "params": params | {"low": low}}]
    elif high < pass_mark:
        found = [{"code": "below_pass_mark", "params": params | {"high": high}}]
    else:
        found = [{"code": "close_call", "params": params | {"low": low, "high": high}}]
    if flags:
        found.append({"code": "flags", "params": {"kinds": sorted({f["kind"] for f in flags})}})
    found += [{"code": code, "params": {}} for code in reasons if code != "flags"]
    return {"outcome": "advance" if low >= pass_mark and not reasons else "hold", "reasons": found}
