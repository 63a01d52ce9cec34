"""On which side of a norm words stand: the lexicon of opposites, matched clause by clause."""

import os
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bole.measurement.frameworks.loading import library_dir
from bole.measurement.frameworks.reading import Table
from bole.measurement.negation.clauses import Clause, denials
from bole.measurement.text.cues import term_pattern
from bole.measurement.text.normalise import normalise

_REACH = {"zh": 9, "en": 40}  # characters before a word in which a denial still bears on it
_APART = re.compile(
    r"的时候|的话|的我|我就|就|才|\bbut\b|\bso\b"
)  # between a denial and words it has nothing to do with
_REASON = re.compile(r"因为|由于|为了|看在|看见|\s?(?:just )?because")
# "Not checked, not paid": a denied condition of a denied deed affirms the condition.
_NO_WITHOUT_ZH = re.compile(r"不(?:能|行|可|付|办|签|走|推荐|给|成|放|敢|算|合)|才|就会|就要|就不")
_NO_WITHOUT_EN = re.compile(r"\b(?:never|not|cannot|could not|no)\b.*\bwithout\b")


@dataclass(frozen=True, slots=True)
class _Cue:
    groups: tuple[tuple[re.Pattern[str], bool], ...]  # (pattern, excluded)


@dataclass(frozen=True, slots=True)
class Topic:
    """One norm with the words of both sides per language."""

    key: str
    keeps: dict[str, tuple[_Cue, ...]]
    breaks: dict[str, tuple[_Cue, ...]]


@dataclass(frozen=True, slots=True)
class Side:
    """A clause's side of a topic: +1 keeps the norm, −1 breaks it. ``denied``: by negating the other side's
    or its own words rather than by words of its own."""

    topic: str
    sign: int
    denied: bool


@lru_cache(maxsize=4)
def topics(library: str) -> tuple[Topic, ...]:
    """The lexicon of a library directory. Raises RubricError where it is malformed."""
    path = Path(library) / "lexicons" / "opposites.toml"
    table = Table(tomllib.loads(path.read_text(encoding="utf-8")), "opposites")
    rows = tuple(_topic(row) for row in table.tables("topics"))
    table.done()
    return rows


def sides(clause: Clause, language: str) -> tuple[Side, ...]:
    """Every topic a clause touches, whoever stands by it."""
    return _sides(clause.text, clause.turned, language, _home(os.environ.get("BOLE_LIBRARY_DIR")))


@lru_cache(maxsize=4)
def _home(configured: str | None) -> str:
    """The library's directory, looked up once per setting and not once per clause."""
    del configured
    return str(library_dir())


@lru_cache(maxsize=20_000)
def _sides(text: str, turned: bool, language: str, library: str) -> tuple[Side, ...]:
    result = []
    for topic in topics(library):
        hit = _hit(topic.breaks[language], text)
        sign = -1
        if hit is None:
            hit, sign = _hit(topic.keeps[language], text), 1
        if hit is None:
            continue
        denied = _denied(text, hit, language)
        if denied:
            sign = -sign
        result.append(Side(topic.key, -sign if turned else sign, denied))
    return tuple(result)


def _denied(text: str, hit: tuple[int, int], language: str) -> bool:
    """Whether an odd number of denials bears on the words at ``hit``."""
    at = hit[0]
    found = denials(text, language)
    bearing = [d for d in found if d[0] < at and d[1] <= at + 1 and _bears(text, d, at, language)]
    odd = len(bearing) % 2 == 1
    if language == "zh":
        if odd and bearing[-1][1] <= at + 1 and _NO_WITHOUT_ZH.search(text, hit[1]):
            return False
        return odd
    return odd and not _NO_WITHOUT_EN.search(text)


def _bears(text: str, denial: tuple[int, int], at: int, language: str) -> bool:
    """Whether a denial reaches the words at ``at``: "not because he is angry" reaches over its reason."""
    if _REASON.match(text, denial[1]):
        return at - denial[0] <= 2 * _REACH[language]
    return at - denial[0] <= _REACH[language] and not _APART.search(text, denial[1], at)


def _hit(cues: tuple[_Cue, ...], text: str) -> tuple[int, int] | None:
    """The first place of the first group of a cue whose groups all hold."""
    for cue in cues:
        first: tuple[int, int] | None = None
        for pattern, excluded in cue.groups:
            match = pattern.search(text)
            if (match is None) != excluded:
                break
            if first is None and match is not None:
                first = match.span()
        else:
            if first is not None:
                return first
    return None


def _topic(row: Table) -> Topic:
    topic = Topic(
        row.take("key", str),
        {key: tuple(_cue(c, key) for c in value) for key, value in _texts(row.table("keeps")).items()},
        {key: tuple(_cue(c, key) for c in value) for key, value in _texts(row.table("breaks")).items()},
    )
    row.done()
    return topic


def _texts(table: Table) -> dict[str, tuple[str, ...]]:
    found = {language: table.strings(language) for language in ("zh", "en")}
    table.done()
    return found


def _cue(source: str, language: str) -> _Cue:
    groups = []
    for part in map(str.strip, source.split("&")):
        terms = [normalise(t.strip()).text for t in part.removeprefix("!").split("|")]
        pattern = "|".join(term_pattern(t, language) for t in terms if t)
        groups.append((re.compile(pattern), part.startswith("!")))
    return _Cue(tuple(groups))
