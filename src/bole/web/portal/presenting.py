"""The candidate's result as the page shows it. Plain data in, plain data out."""

from typing import Any

from django.utils.translation import gettext as _

OUTSTANDING = 85.0
QUOTES_SHOWN = 3


def page(found: dict[str, Any], letter: dict[str, Any] | None = None) -> dict[str, Any]:
    """Hero, scores, words and facts of the result page; only the hero while nothing is decided.

    ``letter``: the feedback as it was sent; its passages stand in place of the report's short words, as long
    as the report they rest on is the one that stands.
    """
    if not found["ready"]:
        return {"ready": False, "due_at": found["feedback_due_at"]}
    result = found["result"]
    corrected = found.get("corrected", {})
    shown = found.get("shown") or {"score": True, "pass_mark": True}
    measures = [_measure(c, result["pass_mark"], corrected) for c in result["competencies"]]
    return {
        "ready": True,
        "outcome": found["outcome"],
        "by_person": found["decided_by"] == "person",
        "next_stage": (found.get("stage") or {}).get("label"),
        "shows_score": shown["score"],
        "total": result["total"] if shown["score"] else None,
        "pass_mark": result["pass_mark"] if shown["pass_mark"] else None,
        "percentile": found.get("percentile"),
        "human": (found.get("human") or []) if shown["score"] else [],
        "automated": found.get("automated", True),
        "measures": measures if shown["score"] else [_without_figures(row) for row in measures],
        "words": _words(result),
        "letter": letter if letter and letter.get("report") == found.get("hash") else None,
        "next_step": (letter or {}).get("next"),
        "missing": _missing(result),
        "hash": found.get("hash", ""),
    }


def _measure(
    competency: dict[str, Any], pass_mark: float | None, corrected: dict[str, float]
) -> dict[str, Any]:
    score = corrected.get(competency["competency"], competency["score"])
    word, tone = _verdict(score, pass_mark)
    quotes = [e["quote"] for e in competency["evidence"] if e.get("quote") and (e.get("points") or 0) > 0]
    raising = competency.get("raise") or {}
    return {
        "label": competency["label"],
        "score": score,
        "band": competency["band"] if competency["competency"] not in corrected else None,
        "by_person": competency["competency"] in corrected,
        "word": word,
        "tone": tone,
        "quotes": quotes[:QUOTES_SHOWN],
        "anchors": [(level, (competency.get("anchors") or {}).get(level)) for level in ("1", "3", "5")],
        "level": competency.get("level"),
        "raise": raising.get("text"),
    }


def _without_figures(row: dict[str, Any]) -> dict[str, Any]:
    """Words, sentences and what would help stay; the bank keeps the figures to itself."""
    return {**row, "score": None, "band": None, "level": None}


def _verdict(score: float | None, pass_mark: float | None) -> tuple[str, str]:
    if score is None:
        return _("not scored"), "quiet"
    if score >= OUTSTANDING:
        return _("outstanding"), "ok"
    if pass_mark is None or score >= pass_mark:
        return _("strong"), "ok"
    return _("can grow"), "warn"


def _words(result: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    labels = {c["competency"]: c["label"] for c in result["competencies"]}
    feedback = result.get("feedback") or {}
    return {
        "strengths": [
            {"label": labels.get(row["competency"]), "quote": row.get("quote")}
            for row in feedback.get("strengths", ())
        ],
        "improve": [
            {"label": labels.get(row["competency"]), "text": row.get("text")}
            for row in feedback.get("improve", ())
        ],
    }


def _missing(result: dict[str, Any]) -> list[dict[str, Any]]:
    ordinals = {a["question_key"]: a["ordinal"] for a in result.get("answers", ())}
    reasons = _reasons()
    return [
        {
            "number": ordinals.get(row["question_key"], ""),
            "reason": reasons.get(row["reason"], _("there was not enough to go on")),
        }
        for row in (result.get("feedback") or {}).get("insufficient", ())
    ]


def _reasons() -> dict[str, str]:
    return {
        "too_quiet": _("the sound is too quiet"),
        "clipped": _("the sound is clipped"),
        "noisy": _("too much noise"),
        "no_audio": _("there is no sound track"),
        "no_speech": _("nobody is heard speaking"),
        "silence": _("nobody is heard speaking"),
        "too_short": _("the answer is too short"),
        "language": _("the language is not one of this question's"),
        "low_confidence": _("the words could not be recognised reliably"),
        "not_answered": _("the question was not answered"),
        "analysis_failed": _("the recording could not be read"),
    }
