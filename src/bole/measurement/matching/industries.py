"""Which industry an employer belongs to, by the words of its name (library/reference/industries.toml)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bole.measurement.frameworks.loading import library_dir
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.frameworks.schema import Both
from bole.measurement.text.normalise import is_cjk, normalise

FORMAT = "bole.reference/1"


@dataclass(frozen=True, slots=True)
class Industries:
    """Names of industries and families, the words they are known by, and families as sets of industries."""

    labels: Mapping[str, Both]
    families: Mapping[str, frozenset[str]]
    words: tuple[tuple[str, str], ...]  # (word, industry): longest word first, then as the list has them

    def of(self, employer: str) -> str | None:
        """The industry of an employer; None where its name does not show one."""
        plain = normalise(employer).text
        bare = re.sub(r"\s+", "", plain)
        for word, industry in self.words:
            if (
                word in bare
                if is_cjk(word[0])
                else re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", plain)
            ):
                return industry
        return None

    def meant(self, key: str) -> frozenset[str]:
        """The industries a rule means by a key: a family's, or the one industry."""
        return self.families.get(key, frozenset({key}))


@lru_cache(maxsize=2)
def load_industries(library: Path | None = None) -> Industries:
    """The list of the library; RubricError when it is not what it says it is."""
    folder = (library or library_dir()) / "reference"
    raw, banks = _read(folder / "industries.toml"), _read(folder / "banks.toml")
    words = {normalise(word).text: row["key"] for row in raw["industries"] for word in row["words"]}
    names = [*banks["short"], *(name for kind in banks["kinds"].values() for name in kind)]
    words |= {normalise(name).text: "banking" for name in names if normalise(name).text not in words}
    labels = {row["key"]: Both(row["zh"], row["en"]) for row in raw["industries"]}
    families = {key: frozenset(row["industries"]) for key, row in raw["families"].items()}
    if unknown := {one for family in families.values() for one in family} - set(labels):
        raise RubricError(f"industries: unknown {sorted(unknown)}")
    labels |= {key: Both(row["zh"], row["en"]) for key, row in raw["families"].items()}
    return Industries(labels, families, tuple(sorted(words.items(), key=lambda one: -len(one[0]))))


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RubricError(f"{path.stem}: {error}") from error
    if raw.get("format") != FORMAT or raw.get("key") != path.stem:
        raise RubricError(f"{path.stem}: head is wrong")
    return raw
