"""The questions of the assessment: data in ``library/impact/form.toml``."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from bole.kernel.errors import InvalidError

FORMAT = "bole.impact-form/1"
LAWS = ("all", "cn", "eu", "nyc")
BLOCKS = (
    "law", "channels", "components", "models", "raters", "consents", "retention", "access", "oversight",
    "figures", "impact",
)  # fmt: skip
KEYS = {"key", "laws", "basis", "title", "ask", "facts"}
BOTH = {"zh", "en"}


@dataclass(frozen=True, slots=True)
class Section:
    """One question. ``facts`` name blocks of what the system knows, shown beside it."""

    key: str
    laws: tuple[str, ...]
    basis: dict[str, str]
    title: dict[str, str]
    ask: dict[str, str]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All sections, in order."""

    version: int
    sections: tuple[Section, ...]

    def asked(self, laws: Iterable[str]) -> tuple[Section, ...]:
        """Those that apply under these law modes."""
        wanted = {"all", *laws}
        return tuple(section for section in self.sections if wanted & set(section.laws))


def current() -> Form:
    """The installed form; InvalidError (code ``form_invalid``) for a damaged file."""
    return _load(Path(settings.LIBRARY_DIR) / "impact" / "form.toml")


@lru_cache(maxsize=4)
def _load(path: Path) -> Form:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = data.get("sections", [])
    for row in rows:
        bad = set(row) ^ KEYS or any(set(row[k]) != BOTH for k in ("basis", "title", "ask"))
        if bad or not set(row["laws"]) <= set(LAWS) or not set(row["facts"]) <= set(BLOCKS):
            raise InvalidError(f"{path.name}: {row.get('key')} is not a section", code="form_invalid")
    if data.get("format") != FORMAT or len({row["key"] for row in rows}) != len(rows) or not rows:
        raise InvalidError(f"{path.name} is not a {FORMAT} file", code="form_invalid")
    return Form(
        int(data["version"]),
        tuple(
            Section(r["key"], tuple(r["laws"]), r["basis"], r["title"], r["ask"], tuple(r["facts"]))
            for r in rows
        ),
    )
