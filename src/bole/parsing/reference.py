"""The lists behind the parser (library/reference): section titles, degrees, schools, majors, banks, names."""

import functools
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bole.parsing.errors import ParsingError
from bole.parsing.text import has_cjk, squash

FORMAT = "bole.reference/1"
_HEAD = {"format", "key", "title", "source", "licence", "note"}


def library_dir() -> Path:
    """The library: ``BOLE_LIBRARY_DIR``, else the ``library`` folder beside the sources."""
    named = os.environ.get("BOLE_LIBRARY_DIR")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "library"


def load(key: str, folder: Path | None = None) -> dict[str, Any]:
    """One list without its head. Raises ``reference_invalid`` when it is not what it says it is."""
    path = (folder or library_dir() / "reference") / f"{key}.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ParsingError(f"reference list {key}: {error}", code="reference_invalid") from error
    if (
        raw.get("format") != FORMAT
        or raw.get("key") != key
        or not raw.get("source")
        or not raw.get("licence")
    ):
        raise ParsingError(f"reference list {key}: head is wrong", code="reference_invalid")
    return {name: value for name, value in raw.items() if name not in _HEAD}


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything looked up by squashed text (no white space, half-width, lower case)."""

    sections: Mapping[str, str]
    labels: Mapping[str, str]
    composed: Mapping[str, re.Pattern[str]]  # kind of section → titles put together of common words
    hints: Mapping[str, re.Pattern[str]]  # kind of section → words of which one is in most of its titles
    degrees: Mapping[str, str]  # word → level
    modes: frozenset[str]
    fields: frozenset[str]
    schools: frozenset[str]
    majors: frozenset[str]
    banks: frozenset[str]
    certificates: re.Pattern[str]
    language_tests: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]


class Words:
    """Lists of words as parts of expressions: ``words()["title_zh"]`` → "经理|主管|…", longest first."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._lists = {key: tuple(words) for key, words in lists.items()}

    def __getitem__(self, key: str) -> str:
        return "|".join(re.escape(word) for word in sorted(self._lists[key], key=len, reverse=True))

    def set(self, key: str) -> frozenset[str]:
        """The words themselves."""
        return frozenset(self._lists[key])


@functools.lru_cache(maxsize=1)
def words() -> Words:
    """The lists of words.toml, and of degrees.toml as ``degree_zh``, ``degree_en``, ``mode``."""
    degrees = load("degrees")
    printed = [word for level in degrees["levels"] for word in level["words"]]
    return Words(load("words") | {
        "degree_zh": [word for word in printed if has_cjk(word)],
        "degree_en": [word for word in printed if not has_cjk(word)],
        "mode": degrees["words"]["modes"],
    })  # fmt: skip


@functools.lru_cache(maxsize=2)
def reference() -> Reference:
    """All lists, read once per process."""
    headings, degrees, banks = load("headings"), load("degrees"), load("banks")
    universities, surnames = load("universities"), load("surnames")["surnames"]
    certificates = load("certificates")
    groups = (universities["tiers"], universities["other"], universities["foreign"])
    schools = [name for group in groups for name in _flat(group.values())]
    return Reference(
        sections=_inverted(headings["sections"]),
        labels=_inverted(headings["labels"]),
        composed={kind: _composed(headings["before"], one) for kind, one in headings["composed"].items()},
        hints={
            kind: re.compile("|".join(map(re.escape, words))) for kind, words in headings["hints"].items()
        },
        degrees={
            squash(word).replace(".", ""): level["key"]
            for level in degrees["levels"]
            for word in level["words"]
        },
        modes=frozenset(degrees["words"]["modes"]),
        fields=frozenset(degrees["words"]["fields"]),
        schools=frozenset(map(squash, [*schools, *universities["aliases"]])),
        majors=frozenset(map(squash, _flat(load("majors")["groups"].values()))),
        banks=frozenset(map(squash, [*_flat(banks["kinds"].values()), *banks["short"]])),
        certificates=_words(
            word for group in certificates.values() for words in group.values() for word in words
        ),
        language_tests=frozenset(squash(w) for words in certificates["language"].values() for w in words),
        surnames=frozenset(surnames["single"]) | frozenset(surnames["double"]),
        places=frozenset(map(squash, _flat(load("places")["places"].values()))),
    )


def _composed(before: Mapping[str, list[str]], one: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Chinese: up to two words before, the core, one word behind; Latin: one word before and the core."""
    parts = {key: "|".join(map(re.escape, words)) for key, words in {**before, **one}.items()}
    return re.compile(
        rf"(?:{parts['zh']}){{0,2}}(?:{parts['core_zh']})(?:{parts['after_zh']})?|(?:{parts['en']})(?:{parts['core_en']})"
    )


def _flat(lists: Iterable[Iterable[str]]) -> list[str]:
    return [word for one in lists for word in one]


def _inverted(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {squash(word): kind for kind, words in groups.items() for word in words}


def _words(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words; Latin ones only when they stand alone."""
    parts = [
        rf"(?<![A-Za-z]){re.escape(w)}(?![A-Za-z])"
        if re.fullmatch(r"[\w .+-]+", w, re.ASCII)
        else re.escape(w)
        for w in sorted(set(words), key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)
