"""What the pages print: rows of the list, verdicts, points, and the résumé line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.screening import lists, words
from bole.hiring.screening.models import Result
from bole.hiring.screening.rules.sentences import sentence
from bole.hiring.screening.rules.surging import STAGE as QUICK


@dataclass(frozen=True, slots=True)
class Row:
    """One screening in a list."""

    id: UUID
    version: int
    name: str
    number: str
    job: str
    unit: str
    outcome: str
    tone: str
    score: str
    quick: bool
    reasons: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's verdict."""

    sentence: str
    value: str
    verdict: str
    words: str
    icon: str
    needed: bool
    asks: bool  # it only leads to a question
    lines: list[dict[str, Any]]
    parts: list["Verdict"]


@dataclass(frozen=True, slots=True)
class Points:
    """One part of the match."""

    label: str
    points: str
    weight: str
    share: int
    evidence: list[dict[str, Any]]


@dataclass(slots=True)
class Line:
    """One line of the résumé with what rests on it."""

    number: int
    text: str
    aside: str
    notes: list[tuple[str, str]] = field(default_factory=list)  # (points or nothing, why)


def row(result: Result) -> Row:
    """For the list; in the quick step the core match is what counts."""
    quick = result.application.stage == QUICK
    score = result.core_score if quick else result.score
    reasons = [say(reason["words"]) for reason in result.details.get("reasons", [])]
    if quick and not reasons:
        reasons = [_("Quick screening: below the mark for the core competencies")]
    return Row(
        id=result.pk,
        version=result.application.version,
        name=result.candidate.name or _("erased"),
        number=result.candidate.number,
        job=say({"zh": result.requisition.title_zh, "en": result.requisition.title_en}),
        unit=result.unit.name,
        outcome=str(words.OUTCOMES[result.outcome]),
        tone=words.TONES[result.outcome],
        score="" if score is None else f"{score:.0f}",
        quick=quick,
        reasons=reasons,
        url=reverse("screening:result", args=[result.pk]),
    )


def verdicts(result: Result) -> list[Verdict]:
    """Every rule, the required ones first as they were written."""
    return [_verdict(one, one["need"] == "required") for one in result.details.get("rules", [])]


def _verdict(one: Mapping[str, Any], needed: bool) -> Verdict:
    return Verdict(
        sentence=say(one["sentence"]),
        value=say(one["value"]),
        verdict=one["verdict"],
        words=str(words.VERDICTS[one["verdict"]]),
        icon=words.VERDICT_ICONS[one["verdict"]],
        needed=needed,
        asks=one["kind"] == "gap",
        lines=[line for line in one["lines"] if line["line"]],
        parts=[_verdict(part, needed) for part in one["parts"]],
    )


def points(result: Result) -> list[Points]:
    """Every part of the match, heaviest first."""
    parts = (result.details.get("match") or {}).get("parts", [])
    return [
        Points(
            label=say(part["label"]),
            points=f"{part['points']:.1f}",
            weight=f"{part['weight']:.0f}",
            share=round(100 * part["strength"]),
            evidence=[
                {
                    **one,
                    "why": say(one["why"]),
                    "way": str(words.WAYS[one["way"]]),
                    "points": f"{one['points']:.1f}",
                }
                for one in part["evidence"]
            ],
        )
        for part in sorted(parts, key=lambda one: -one["weight"])
    ]


def resume_lines(result: Result) -> list[Line]:
    """The résumé with its evidence: which line earned what, which rule rests on it, which counts for
    nothing."""
    match = result.details.get("match") or {}
    aside = {one["line"]: str(words.ASIDE[one["why"]]) for one in match.get("set_aside", [])}
    found = {
        line["number"]: Line(line["number"], line["text"], aside.get(line["number"], ""))
        for line in result.details.get("lines", [])
    }
    for part in match.get("parts", []):
        for one in part["evidence"]:
            note = (f"+{one['points']:.1f}", f"{say(part['label'])}{_(': ')}{say(one['why'])}")
            _note(found, one["line"], one["text"], note)
    for rule in result.details.get("rules", []):
        for one in rule["lines"]:
            said = f"{say(rule['sentence'])}{_(': ')}{words.VERDICTS[rule['verdict']]}"
            _note(found, one["line"], one["text"], ("", said))
    return [found[number] for number in sorted(found)]


def _note(found: dict[int, Line], number: int | None, text: str, note: tuple[str, str]) -> None:
    """A line that only a field names (a title of a section, the head) is shown as well."""
    if number is None:
        return
    line = found.setdefault(number, Line(number, text, ""))
    if note not in line.notes:
        line.notes.append(note)


def sentences(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rules of a set as sentences, in both languages."""
    catalogue = lists.catalogue()
    return [
        {
            "index": index,
            "need": rule["need"],
            "kind": rule["test"]["kind"],
            "both": sentence(rule["test"], catalogue),
            "words": say(sentence(rule["test"], catalogue)),
        }
        for index, rule in enumerate(body["rules"])
    ]


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the builder's fields offer."""
    known = lists.catalogue()
    industries = known.industries
    return {
        "degrees": [(key, say(one.label)) for key, one in known.degrees.items()],
        "families": [(key, say(one.label)) for key, one in known.majors.items()],
        "industries": [
            (key, say(industries.labels[key].to_json()))
            for key in [*industries.families, *(k for k in industries.labels if k not in industries.families)]
        ],
        "certificates": [(key, say(one.label)) for key, one in known.certificates.items()],
        "languages": [(key, say(one.label)) for key, one in known.languages.items()],
        "tiers": [(key, say(one.label)) for key, one in known.tiers.items()],
    }


def effect(preview: Mapping[str, Any]) -> Sequence[tuple[str, int, int]]:
    """(outcome, before, after) of a preview, as it concerns people."""
    return [
        (str(said), preview["before"].get(key, 0), preview["after"].get(key, 0))
        for key, said in words.OUTCOMES.items()
        if preview["before"].get(key) or preview["after"].get(key)
    ]
