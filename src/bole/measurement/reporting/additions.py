"""Answers beside the core ones: a probe's adds to the one it belongs to; scores with and without."""

from collections.abc import Mapping, Sequence
from typing import Any

from bole.measurement.reporting.cards import competency_score, total_card
from bole.measurement.scoring.scorecard import MISSING_LIMIT

Answer = Mapping[str, Any]
CORE, PERSONAL, PROBE = "core", "personal", "probe"


def part_of(answer: Answer) -> str:
    """``core``, ``personal`` or ``probe``."""
    return str(answer.get("part", CORE))


def counted(answers: Sequence[Answer]) -> list[Answer]:
    """The answers scores are made of: in place of one that was added to, answer and addition together."""
    probes = {a["parent_key"]: a for a in answers if part_of(a) == PROBE and a["result"].get("ratings")}
    return [
        with_addition(answer, probes[answer["question_key"]]) if answer["question_key"] in probes else answer
        for answer in answers
        if part_of(answer) != PROBE
    ]


def with_addition(answer: Answer, probe: Answer) -> dict[str, Any]:
    """The answer with the better rating of each competency, alone or with the addition.

    What was shown before is not taken away by saying more. Only a breach stated in the addition counts
    against the speaker.
    """
    keys = {"answer": answer["question_key"], "addition": probe["question_key"]}
    both = {r["competency"]: _addressed(r, keys) for r in probe["result"]["ratings"]}
    ratings = [
        _better(rating, both.get(rating["competency"])) for rating in answer["result"].get("ratings", [])
    ]
    return {**answer, "result": {**answer["result"], "ratings": ratings or list(both.values())}}


def _addressed(rating: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    rows = [{**row, "question_key": keys[row.get("of", "answer")]} for row in rating["evidence"]]
    return {**rating, "evidence": rows}


def _better(alone: dict[str, Any], both: dict[str, Any] | None) -> dict[str, Any]:
    if both is None or both["score"] is None:
        return alone
    breach = any(row["points"] < 0 and row.get("of") == "addition" for row in both["evidence"])
    return both if breach or alone["score"] is None or both["score"] > alone["score"] else alone


def flags_of(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Every flag once: of answer and addition together only what the answer alone did not raise."""
    raised = {a["question_key"]: {f["kind"] for f in a["result"].get("flags", [])} for a in answers}
    found = []
    for answer in answers:
        known = raised.get(answer.get("parent_key", ""), set()) if part_of(answer) == PROBE else set()
        for flag in answer["result"].get("flags", []):
            if flag["kind"] not in known:
                found.append({"question_key": answer["question_key"], **flag})
    return found


def compared(
    answers: Sequence[Answer], portrait: Mapping[str, Any], probes: Mapping[str, Any] | None
) -> dict[str, Any]:
    """``personal`` and ``probes`` of a report: what was asked, and the scores without it; {} where nothing
    beside the guide was asked or decided.
    """
    found: dict[str, Any] = {}
    personal = [a["question_key"] for a in answers if part_of(a) == PERSONAL]
    if personal:
        core = [a for a in counted(answers) if part_of(a) != PERSONAL]
        found["personal"] = {"question_keys": personal, **_scores(core, portrait)}
    if probes is not None:
        alone = [a for a in answers if part_of(a) != PROBE]
        found["probes"] = {**probes, **_scores(alone, portrait)}
    return found


def _scores(answers: Sequence[Answer], portrait: Mapping[str, Any]) -> dict[str, Any]:
    scores = {key: competency_score(key, answers) for key in portrait["weights"]}
    cards = [{"weight": portrait["weights"][key], "score": scores[key], "sem": None} for key in scores]
    return {"total_without": total_card(cards, MISSING_LIMIT)["total"], "scores_without": scores}
