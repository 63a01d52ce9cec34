"""The rows of a rubric file: one function per kind of table, each refusing what it does not know."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar, cast, get_args

from bole.measurement.frameworks.reading import RubricError, Table
from bole.measurement.frameworks.schema import (
    CRITERIA,
    KINDS,
    ORIGINS,
    Applies,
    Both,
    Breach,
    Competency,
    Indicator,
    Kind,
    Part,
    Plan,
    Probe,
    Scale,
    Term,
)
from bole.measurement.text.cues import Cue, parse_cue

N = TypeVar("N", int, float)
LANGUAGES = ("zh", "en")
_ASKED_BELOW = 40.0  # of 100; a probe without a limit of its own is asked below it
_LEAST_WEIGHT = 0.1
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")


def plan(value: str) -> Plan:
    """The steps an answer is expected to take."""
    if value not in get_args(Plan):
        raise RubricError(f"unknown plan {value!r}")
    return cast(Plan, value)


def kind(table: Table) -> Kind | None:
    """The type of a question; None where an older file names none."""
    value = table.take("type", str, "")
    if not value:
        return None
    if value not in KINDS:
        raise RubricError(f"{table.where}: type must be one of {', '.join(KINDS)}")
    return value


def origin(table: Table, key: str = "origin") -> str:
    """Who the content comes from."""
    value = table.take(key, str)
    if value not in ORIGINS:
        raise RubricError(f"{table.where}: {key} must be one of {', '.join(ORIGINS)}")
    return value


def languages(values: tuple[str, ...]) -> tuple[str, ...]:
    """The languages a question may be answered in."""
    if not values or not set(values) <= set(LANGUAGES):
        raise RubricError(f"languages must be among {LANGUAGES}")
    return values


def applies(table: Table) -> Mapping[str, Applies]:
    """Which criteria a question asks for."""
    values: dict[str, Applies] = {}
    for criterion in CRITERIA:
        value = table.take(criterion, str, "always")
        if value not in ("always", "if_mentioned", "off"):
            raise RubricError(f"{table.where}: {criterion} has unknown value {value!r}")
        values[criterion] = cast(Applies, value)
    table.done()
    return MappingProxyType(values)


def both(table: Table) -> Both:
    """A text that must stand in both languages."""
    text = Both(table.take("zh", str), table.take("en", str))
    table.done()
    if not text.zh.strip() or not text.en.strip():
        raise RubricError(f"{table.where}: both languages must have a text")
    in_chinese(table, [text.zh])
    in_english(table, [text.en])
    return text


def in_chinese(table: Table, texts: Iterable[str]) -> None:
    """Refuse what stands under zh and is another language; signs and figures alone are nobody's."""
    for text in texts:
        if _LETTER.search(text) and not _HAN.search(text):
            raise RubricError(f"{table.where}: zh is not Chinese: {text!r}")


def in_english(table: Table, texts: Iterable[str]) -> None:
    """Refuse what stands under en and is Chinese."""
    for text in texts:
        if _HAN.search(text):
            raise RubricError(f"{table.where}: en is not English: {text!r}")


def within(table: Table, key: str, kind: type[N], least: N, most: N, default: N | None = None) -> N:
    """A number of these bounds, both included."""
    value = table.take(key, kind, default)
    if not least <= value <= most:
        raise RubricError(f"{table.where}: {key} is a number from {least:g} to {most:g}, not {value:g}")
    return value


def by_language(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Lists of texts, one per language."""
    values = {language: table.strings(language) for language in LANGUAGES}
    table.done()
    in_english(table, values["en"])
    return MappingProxyType(values)


def cues(table: Table) -> Mapping[str, tuple[Cue, ...]]:
    """Compiled cues, one list per language."""
    try:
        return MappingProxyType(
            {
                language: tuple(parse_cue(source, language) for source in sources)
                for language, sources in by_language(table).items()
            }
        )
    except ValueError as error:
        raise RubricError(f"{table.where}: {error}") from error


def indicator(table: Table) -> Indicator:
    """A key point, a statement or a family of conduct."""
    own = by_language(table.table("phrasings"))
    accepted = by_language(table.table("accepted")) if table.has("accepted") else MappingProxyType({})
    in_chinese(table, (*own["zh"], *accepted.get("zh", ())))
    row = Indicator(
        key=table.take("key", str),
        label=both(table.table("label")),
        weight=within(table, "weight", float, _LEAST_WEIGHT, 100.0),
        cues=cues(table.table("cues")),
        phrasings=MappingProxyType({lang: own[lang] + accepted.get(lang, ()) for lang in LANGUAGES}),
        advice=both(table.table("advice")),
        accepted=accepted,
        cites=tuple(both(cite) for cite in table.tables("cites", optional=True)),
    )
    table.done()
    return row


def breach(table: Table) -> Breach:
    """A thing that must not be done."""
    row = Breach(
        table.take("key", str),
        both(table.table("label")),
        within(table, "penalty", float, 0.0, 100.0),
        cues(table.table("cues")),
    )
    table.done()
    return row


def term(table: Table) -> Term:
    """A word family of the lexicon."""
    words = by_language(table.table("words"))
    heard = table.table("homophones", optional=True)
    forms = {word: heard.strings(word) for word in words["zh"] if heard.has(word)}
    heard.done()
    if any(word in spoken for word, spoken in forms.items()):
        raise RubricError(f"{table.where}: a homophone is the word itself")
    row = Term(table.take("key", str), words, MappingProxyType(forms))
    table.done()
    return row


def probe(table: Table, parts: set[str]) -> Probe:
    """A follow-up question and what triggers it."""
    row = Probe(
        key=table.take("key", str),
        when=table.take("when", str),
        below=within(table, "below", float, _LEAST_WEIGHT, 100.0, _ASKED_BELOW),
        text=both(table.table("text")),
    )
    if row.when not in parts:
        raise RubricError(f"{table.where}: when names an unknown part {row.when!r}")
    table.done()
    return row


def competency(table: Table, scales: Mapping[str, Scale], parts: set[str]) -> Competency:
    """What a question says about a competency, composed of known parts."""
    key = table.take("key", str)
    if key not in scales:
        raise RubricError(f"{table.where}: no such competency in the library: {key}")
    compose = table.table("compose").rest(float)
    unknown = sorted(set(compose) - parts)
    if unknown:
        raise RubricError(f"{table.where}: {key} is composed of unknown parts {unknown}")
    if abs(sum(compose.values()) - 100) > 1e-6:
        raise RubricError(f"{table.where}: the parts of {key} must add up to 100")
    if min(compose.values()) <= 0:
        raise RubricError(f"{table.where}: each part of {key} needs a weight above 0")
    weight = within(table, "weight", float, _LEAST_WEIGHT, 100.0)
    row = Competency(scales[key], weight, MappingProxyType(compose))
    table.done()
    return row


def scale(table: Table) -> Scale:
    """Label, indicators and anchors; the table may hold other keys, which the caller takes."""
    anchors = table.table("anchors")
    row = Scale(
        key=table.take("key", str),
        label=both(table.table("label")),
        indicators=tuple(both(row) for row in table.tables("indicators", optional=True)),
        anchors=MappingProxyType({level: both(anchors.table(level)) for level in ("1", "3", "5")}),
    )
    anchors.done()
    table.done()
    for language in LANGUAGES:
        if len({getattr(text, language) for text in row.anchors.values()}) < len(row.anchors):
            raise RubricError(f"{table.where}: two levels have the same anchor in {language}")
    return row


def part(table: Table) -> Part:
    """One step of an ordered answer."""
    row = Part(
        table.take("key", str),
        table.strings("plans"),
        both(table.table("label")),
        table.take("weight", float),
        cues(table.table("cues")),
        by_language(table.table("prototypes")),
        both(table.table("advice")),
    )
    table.done()
    return row
