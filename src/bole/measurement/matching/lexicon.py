"""What speaks for a job: ideas per competency, its occupation, and the formula (library/matching)."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bole.measurement.frameworks import rows
from bole.measurement.frameworks.loading import library_dir
from bole.measurement.frameworks.reading import RubricError, Table
from bole.measurement.frameworks.schema import Both
from bole.measurement.text.normalise import is_cjk, normalise

FILES = {name: f"bole.match-{name}/1" for name in ("competencies", "occupations", "formula")}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of both languages as one pattern: Chinese ones anywhere, Latin ones alone."""

    pattern: re.Pattern[str] | None

    def found(self, plain: str) -> str | None:
        """The first of them in a normalised text."""
        match = self.pattern.search(plain) if self.pattern else None
        return match.group() if match else None

    def all(self, plain: str) -> set[str]:
        """All of them."""
        return set(self.pattern.findall(plain)) if self.pattern else set()


@dataclass(frozen=True, slots=True)
class Idea:
    """One thing somebody may have done that speaks for a competency; ``examples`` are sentences of it."""

    key: str
    label: Both
    terms: Words
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occupation:
    """A job's titles, titles near to it, its industries (keys or families), skills, certificates by key."""

    titles: Words
    near: Words
    industries: tuple[str, ...]
    skills: Mapping[str, Words]
    certificates: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Formula:
    """The numbers of library/matching/formula.toml."""

    shares: Mapping[str, float]
    competencies: Mapping[str, float]
    experience: Mapping[str, float]
    skills: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All three files; ``sha256`` covers them."""

    competencies: Mapping[str, tuple[Idea, ...]]
    occupations: Mapping[str, Occupation]
    formula: Formula
    sha256: str


@lru_cache(maxsize=2)
def load_lexicon(library: Path | None = None) -> Lexicon:
    """The lexicon of a library (the installed one without a folder). Raises RubricError."""
    folder = library or library_dir()
    raw = {name: (folder / "matching" / f"{name}.toml").read_bytes() for name in FILES}
    tables = {name: _table(name, data) for name, data in raw.items()}
    digest = hashlib.sha256(b"".join(raw[name] for name in sorted(raw))).hexdigest()
    certificates = _certificates(folder)
    return Lexicon(
        {key: _ideas(table, key) for key, table in _rest(tables["competencies"]).items()},
        {key: _occupation(table, key, certificates) for key, table in _rest(tables["occupations"]).items()},
        _formula(tables["formula"]),
        digest,
    )


def words(terms: Iterable[str]) -> Words:
    """A pattern of them, longest first; ``*`` stands for the rest of a Latin word."""
    parts = []
    for term in sorted({normalise(term).text.strip() for term in terms}, key=lambda one: (-len(one), one)):
        body = re.escape(term).replace(re.escape("*"), "[a-z]*")
        parts.append(body if any(is_cjk(char) for char in term) else rf"(?<![a-z0-9]){body}(?![a-z0-9+])")
    return Words(re.compile("|".join(parts)) if parts else None)


def _table(name: str, data: bytes) -> Table:
    try:
        table = Table(tomllib.loads(data.decode("utf-8")), name)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RubricError(f"matching/{name}: {error}") from error
    if table.take("format", str) != FILES[name]:
        raise RubricError(f"matching/{name}: format must be {FILES[name]}")
    table.take("version", int)
    if name != "formula":
        table.take("origin", str)
    return table


def _rest(table: Table) -> dict[str, Any]:
    return table.rest(lambda value: value)


def _ideas(raw: Any, key: str) -> tuple[Idea, ...]:
    found = []
    for row in Table({"ideas": raw}, key).tables("ideas"):
        label = rows.both(row.table("label"))
        terms, examples = words(row.strings("terms")), row.strings("examples")
        found.append(Idea(row.take("key", str), label, terms, examples))
        row.done()
    if len({idea.key for idea in found}) != len(found) or not found:
        raise RubricError(f"matching/competencies: {key} needs ideas, each named once")
    return tuple(found)


def _occupation(raw: Any, key: str, certificates: Mapping[str, Words]) -> Occupation:
    row = Table(raw, key)
    held = row.strings("certificates")
    if unknown := set(held) - set(certificates):
        raise RubricError(f"matching/occupations: {key} names unknown certificates {sorted(unknown)}")
    found = Occupation(
        words(row.strings("titles")),
        words(row.strings("near")),
        row.strings("industries"),
        {skill: words([skill]) for skill in row.strings("skills")},
        {name: certificates[name] for name in held},
    )
    row.done()
    return found


def _certificates(folder: Path) -> dict[str, Words]:
    raw = tomllib.loads((folder / "reference" / "certificates.toml").read_text("utf-8"))
    return {
        key: words(listed)
        for group, table in raw.items()
        if isinstance(table, dict) and group != "general"
        for key, listed in table.items()
    }


def _formula(table: Table) -> Formula:
    parts = {
        name: {key: float(value) for key, value in _rest(table.table(name)).items()}
        for name in ("shares", "competencies", "experience", "skills")
    }
    table.done()
    if sum(parts["shares"].values()) != 100:
        raise RubricError("matching/formula: shares must add up to 100")
    return Formula(**parts)
