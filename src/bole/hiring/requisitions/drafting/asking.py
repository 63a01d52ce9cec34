"""What a language model is asked for a draft of a question. It is told the job and the competency only."""

from collections.abc import Mapping
from typing import Any

from bole.ports.language_model import Ask

POINTS, PHRASINGS = (4, 9), (5, 10)
_TASK = """You draft one structured interview question for a bank, for people in the bank to review.
Ask about what the job needs and nothing else: never about family, age, origin, health, belief or feelings.
Give: title and prompt in Chinese (zh) and English (en); {low} to {high} key points a good answer makes.
Each point has a key (lower case, a-z and _), a label in both languages, and at least {least} phrasings in
each language, worded as candidates speak, each different from the others.
Kind of question: {kind}. Cite no law and no regulation.
Answer with one JSON object that keeps the schema, and nothing else."""
KINDS = {
    "situational": "situational: what would you do if",
    "story": "past behaviour: tell of a time when",
    "knowledge": "knowledge: explain how and why",
}


def ask(*, job: str, competency: str, kind: str, seed: int) -> Ask:
    """One request for one draft. KeyError for an unknown kind."""
    (low, high), (least, _most) = POINTS, PHRASINGS
    task = _TASK.format(low=low, high=high, least=least, kind=KINDS[kind])
    return Ask(task, f"Job: {job}\nCompetency: {competency}", "question_draft", schema(), 4000, 0.7, seed)


def schema() -> dict[str, Any]:
    """JSON Schema of a draft."""
    phrasing = {"type": "string", "minLength": 4, "maxLength": 200}
    phrasings = {"type": "array", "items": phrasing, "minItems": PHRASINGS[0], "maxItems": PHRASINGS[1]}
    point = {
        "key": {"type": "string", "pattern": "^[a-z][a-z_]{1,39}$"},
        "label": _both({"type": "string", "minLength": 2, "maxLength": 80}),
        "phrasings": _both(phrasings),
    }
    text = {"type": "string", "minLength": 4, "maxLength": 400}
    points = {"type": "array", "items": _object(point), "minItems": POINTS[0], "maxItems": POINTS[1]}
    return _object({"title": _both(text), "prompt": _both(text), "points": points})


def _both(value: Mapping[str, Any]) -> dict[str, Any]:
    return _object({"zh": value, "en": value})


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
