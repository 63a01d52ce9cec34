"""The sentences of the feedback: data in ``library/feedback``, versioned and hashed."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from bole.kernel.errors import InvalidError

FORMAT = "bole.feedback-wording/1"
# passage → the places it may have
PLACES: dict[str, frozenset[str]] = {
    "opening": frozenset({"name", "job"}),
    "strong": frozenset({"did"}),
    "strong_plain": frozenset(),
    "fair": frozenset({"did", "raise"}),
    "grow": frozenset({"raise"}),
    "grow_plain": frozenset(),
    "unscored": frozenset(),
    "score": frozenset({"total", "margin"}),
    "place": frozenset({"top", "n", "job", "from", "to"}),
    "advanced": frozenset({"stage", "date", "days"}),
    "open": frozenset({"date", "days"}),
    "declined": frozenset(),
    "provisional": frozenset(),
    "closing": frozenset(),
    "listed": frozenset(),
}
_PLACE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """All sentences by language."""

    version: int
    sha256: str
    texts: dict[str, dict[str, str]]

    def of(self, language: str) -> dict[str, str]:
        """English for English, Chinese for everything else."""
        return self.texts["en" if language.startswith("en") else "zh"]


def wording() -> Wording:
    """The wording in force. InvalidError (``bad_wording``) for a damaged file."""
    return _load(Path(settings.LIBRARY_DIR) / "feedback" / "default.toml")


@cache
def _load(path: Path) -> Wording:
    content = path.read_bytes()
    return read(content.decode(), hashlib.sha256(content).hexdigest())


def read(text: str, sha256: str = "") -> Wording:
    """A wording from its TOML; both languages whole, no place the passage does not know."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidError(str(error), code="bad_wording") from error
    wrong = [name for name in ("zh", "en") if set(table.get(name, {})) != set(PLACES)]
    wrong += [
        f"{name}.{key}"
        for name in ("zh", "en")
        for key, said in table.get(name, {}).items()
        if key in PLACES and (not isinstance(said, str) or set(_PLACE.findall(said)) - PLACES[key])
    ]
    if table.get("format") != FORMAT or not isinstance(table.get("version"), int) or wrong:
        raise InvalidError(f"not a wording of feedback: {wrong}", code="bad_wording")
    return Wording(table["version"], sha256, {name: dict(table[name]) for name in ("zh", "en")})
