"""The report of one interview, format bole.report/1."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

import bole
from bole.kernel.errors import InvalidError
from bole.measurement.reporting.additions import compared, counted, flags_of
from bole.measurement.reporting.branches import branch_of
from bole.measurement.reporting.cards import competency_card, total_card
from bole.measurement.reporting.feedback import feedback_of
from bole.measurement.reporting.recommending import recommend, review_reasons
from bole.measurement.scoring.scorecard import MISSING_LIMIT

FORMAT = "bole.report/1"


def compile_report(
    *,
    portrait: Mapping[str, Any],
    guide: Mapping[str, Any],
    answers: Sequence[Mapping[str, Any]],
    law: str,
    language: str,
    anchors: Mapping[str, Any],
    measured: Mapping[str, float],
    probes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Put the rated answers of an interview together under the job portrait's weights.

    Where double ratings have ``measured`` the error of a competency's score, its band rests on that.
    ``probes``: what was decided about follow-up questions; the report adds the scores without them.
    """
    weights = portrait["weights"]
    if abs(sum(weights.values()) - 100) > 1e-6:
        raise InvalidError("the weights of a portrait add up to 100", code="weights_not_100")
    told = [_answer(a) for a in sorted(answers, key=lambda a: a["ordinal"])]
    rated = counted(told)
    cards = [
        competency_card(key, portrait["labels"][key], weight, rated, anchors.get(key, {}), measured.get(key))
        for key, weight in weights.items()
    ]
    total = total_card(cards, MISSING_LIMIT)
    reasons = review_reasons(told, cards, total)
    if probes and probes["outcome"] == "withheld":
        reasons.append("probe_withheld")
    flags, beside = flags_of(told), compared(told, portrait, probes)
    return seal_report(
        {
            "format": FORMAT,
            "portrait": dict(portrait),
            "guide": dict(guide),
            "law": law,
            "language": language,
            "answers": told,
            "competencies": cards,
            **total,
            "needs_review": bool(reasons),
            "review_reasons": reasons,
            "flags": flags,
            "recommendation": recommend(float(portrait["pass_mark"]), total, reasons, flags),
            "feedback": feedback_of(cards, told),
            "provenance": _provenance(told),
            **({"additions": beside} if beside else {}),
            **branch_of(cards, portrait),
        }
    )


def seal_report(body: dict[str, Any]) -> dict[str, Any]:
    """Set ``provenance.hash`` over everything but the hash itself and the answers' CPU seconds."""
    provenance = {k: v for k, v in body.get("provenance", {}).items() if k != "hash"}
    answers = [
        {**a, "result": {k: v for k, v in a["result"].items() if k != "cpu_seconds"}} for a in body["answers"]
    ]
    digest = hashlib.sha256(rfc8785.dumps({**body, "answers": answers, "provenance": provenance})).hexdigest()
    body["provenance"] = {**provenance, "hash": digest}
    return body


def _answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    result = answer["result"]
    return {
        **answer,
        "duration": answer.get("duration") or result.get("duration", 0.0),
        "joints": answer.get("joints") or result.get("joints", []),
    }


def _provenance(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    own = [a["result"].get("provenance", {}) for a in answers]
    models: dict[str, str] = {}
    for provenance in own:
        models |= provenance.get("models", {})
    return {
        "answers": {a["question_key"]: p["hash"] for a, p in zip(answers, own, strict=True) if "hash" in p},
        "rubrics": {
            a["question_key"]: p["rubric_sha256"]
            for a, p in zip(answers, own, strict=True)
            if "rubric_sha256" in p
        },
        "plans": sorted({p["plan_sha256"] for p in own if p.get("plan_sha256")}),
        "models": dict(sorted(models.items())),
        "software": f"bole {bole.__version__}",
    }
