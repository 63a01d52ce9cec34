"""The stored rubric of one answer, for people: what was asked, what counted, and by which anchors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from bole.hiring.assessment.presenting.formats import pick

EXAMPLES = 3  # phrasings shown at once


@dataclass(frozen=True, slots=True)
class Ladder:
    """A competency or criterion with its described levels; ``parts`` are (label, share in percent)."""

    label: str
    weight: str
    anchors: list[tuple[str, str]]
    parts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A key point, a required statement, or a breach."""

    label: str
    weight: str
    advice: str
    examples: list[str]
    more: list[str]


@dataclass(frozen=True, slots=True)
class RubricPage:
    """One question's rubric as it stood when the answer was rated."""

    title: str
    prompt: str
    version: str
    competencies: list[Ladder]
    points: list[Item]
    statements: list[Item]
    breaches: list[Item]
    criteria: list[Ladder]


def page(source: Mapping[str, Any]) -> RubricPage:
    """From the canonical JSON a rating was made with (``question``, ``scales``, ``lexicons``)."""
    question, scales = source["question"], source.get("scales") or {}
    criteria = ((source.get("lexicons") or {}).get("criteria") or {}).get("criteria") or ()
    names = dict(_names(question, criteria))
    applied = question.get("applies") or {}
    return RubricPage(
        title=pick(question.get("title")),
        prompt=pick(question.get("prompts")),
        version=str(question.get("version") or ""),
        competencies=[
            _ladder(scales.get(one["key"]) or one, one.get("weight"), one.get("compose") or {}, names)
            for one in sorted(question.get("competencies") or (), key=lambda one: -(one.get("weight") or 0))
        ],
        points=[_item(one) for one in question.get("points") or ()],
        statements=[_item(one) for one in question.get("statements") or ()],
        breaches=[_item(one) for one in question.get("breaches") or ()],
        criteria=[_ladder(one, None, {}, names) for one in criteria if one["key"] in applied],
    )


def _names(question: Mapping[str, Any], criteria: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """The words for what a competency is composed of."""
    for kind, group in (("point", "points"), ("statement", "statements")):
        for one in question.get(group) or ():
            yield f"{kind}:{one['key']}", pick(one.get("label"))
    for one in criteria:
        yield f"criterion:{one['key']}", pick(one.get("label"))


def _ladder(
    raw: Mapping[str, Any], weight: float | None, compose: Mapping[str, float], names: Mapping[str, str]
) -> Ladder:
    whole = sum(compose.values()) or 1
    heaviest = sorted(compose.items(), key=lambda part: (-part[1], part[0]))
    return Ladder(
        label=pick(raw.get("label")) or str(raw.get("key") or ""),
        weight="" if weight is None else f"{weight:g}",
        anchors=[(level, pick(text)) for level, text in sorted((raw.get("anchors") or {}).items())],
        parts=[(names.get(key, key), f"{100 * share / whole:.0f}%") for key, share in heaviest],
    )


def _item(raw: Mapping[str, Any]) -> Item:
    weight = raw.get("weight") if raw.get("penalty") is None else -raw["penalty"]
    examples = _in_reader_s_language(raw.get("phrasings"))
    return Item(
        label=pick(raw.get("label")),
        weight="" if weight is None else f"{weight:g}".replace("-", "−"),
        advice=pick(raw.get("advice")),
        examples=examples[:EXAMPLES],
        more=examples[EXAMPLES:],
    )


def _in_reader_s_language(lists: Mapping[str, list[str]] | None) -> list[str]:
    """Phrasings of the reader's language, else of whichever there is."""
    if not lists:
        return []
    wanted = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return list(lists.get(wanted) or next(iter(lists.values())))
