"""From facts to a guide: the core questions of the job, and targeted ones with their reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bole.hiring.panels.rules import facts
from bole.hiring.panels.rules.book import Book, Both, Core, Rule

CORE, EXTRA, OWN = "core", "extra", "own"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that held, with the values that made it hold."""

    rule: Rule
    competency: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Stable over a rebuild: probes on one competency are one question."""
        if self.rule.per_competency:
            return f"probe-{self.competency}"
        return self.rule.key


def fired(
    book: Book, body: Mapping[str, Any] | None, resume: Mapping[str, Any], labels: Mapping[str, Both]
) -> list[Fired]:
    """Every rule that holds, in the order of the file, heavier competencies first."""
    found: list[Fired] = []
    whole = facts.of_report(body, book) if body else {}
    each = facts.of_competencies(body) if body else {}
    for rule in book.rules:
        if rule.source == "resume":
            found += _one(rule, resume)
        elif rule.per_competency:
            for key, known in each.items():
                found += _one(rule, known | {"competency": labels.get(key, {"zh": key, "en": key})}, key)
        else:
            found += _one(rule, whole)
    return found


def _one(rule: Rule, known: Mapping[str, Any], competency: str = "") -> list[Fired]:
    if not all(test.holds(known) for test in rule.when):
        return []
    return [Fired(rule, competency or rule.competency, known)]


def extras(found: Iterable[Fired], most: int) -> list[dict[str, Any]]:
    """The targeted questions, at most ``most``: several reasons for the same question stand together."""
    questions: dict[str, dict[str, Any]] = {}
    for one in found:
        known = questions.get(one.id)
        if known is None:
            questions[one.id] = known = {
                "id": one.id,
                "part": EXTRA,
                "competency": one.competency,
                "text": filled(one.rule.question, one.values),
                "listen": dict(one.rule.listen),
                "reasons": [],
                "removed": False,
                "edited": False,
            }
        known["reasons"].append(
            {
                "rule": one.rule.key,
                "source": one.rule.source,
                "title": dict(one.rule.title),
                "words": filled(one.rule.reason, one.values),
                "values": {test.fact: one.values.get(test.fact) for test in one.rule.when},
            }
        )
    return list(questions.values())[:most]


def core_questions(
    core: Core, weights: Mapping[str, float], labels: Mapping[str, Both], most: int
) -> list[dict[str, Any]]:
    """The same for everybody of this portrait: one a competency, heaviest first."""
    keys = sorted(weights, key=lambda key: (-weights[key], key))[:most]
    return [
        {
            "id": f"core-{key}",
            "part": CORE,
            "competency": key,
            "text": dict(core.questions.get(key) or filled(core.fallback, {"competency": labels[key]})),
            "listen": {"zh": "", "en": ""},
            "reasons": [],
            "removed": False,
            "edited": False,
        }
        for key in keys
    ]


def filled(words: Both, values: Mapping[str, Any]) -> dict[str, str]:
    """Both texts with their values; a value that is two texts itself gives the one of the language."""
    return {
        language: _fill(text, {key: _said(value, language) for key, value in values.items()})
        for language, text in words.items()
    }


def _fill(text: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def _said(value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value[language])
    return f"{value:g}" if isinstance(value, float) else str(value)


def merged(new: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A rebuilt guide keeps what a person did: edited words, questions taken out, and his own ones."""
    known = {one["id"]: one for one in before}
    found = []
    for one in new:
        old = known.get(one["id"])
        kept = dict(one)
        if old is not None and one["part"] != CORE:
            kept |= {"removed": old["removed"], "edited": old["edited"]}
            if old["edited"]:
                kept["text"] = old["text"]
        found.append(kept)
    return [*found, *(dict(one) for one in before if one["part"] == OWN)]


def asked(questions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is put to the candidate: without what was taken out."""
    return [dict(one) for one in questions if not one["removed"]]


def without_findings(questions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For somebody who is blind: the questions stay, but of a reason that rests on the report neither the
    values nor which rule it was: both tell what the machine concluded."""
    return [{**one, "reasons": [_open(reason) for reason in one["reasons"]]} for one in questions]


def _open(reason: Mapping[str, Any]) -> dict[str, Any]:
    if reason["source"] == "resume":
        return dict(reason)
    return {"source": reason["source"], "withheld": True}
