"""Cards of the raters: what each is for, what it was chosen on, how good it measured, what it must not do."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bole.measurement.frameworks.loading import library_dir
from bole.measurement.frameworks.reading import RubricError, Table

FORMAT = "bole.rater-card/2"
_LONG = ("purpose", "method", "data", "limits", "never")


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures on one set of marked answers; ``r_interval`` is 95 %, texts are in both languages."""

    set: str
    set_zh: str
    answers: int
    questions: int
    r: float
    r_interval: tuple[float, float]
    r_length_partialled_out: float
    band_coverage: float
    band_width: float
    r_surest_80_percent: float
    worst_attack_gain: float | None
    note: str
    note_zh: str

    @property
    def said(self) -> dict[str, dict[str, str]]:
        """Its texts as ``{zh, en}``."""
        return {"set": _both(self.set, self.set_zh), "note": _both(self.note, self.note_zh)}


@dataclass(frozen=True, slots=True)
class RaterCard:
    """One rater; ``never`` is what it must not be used for, ``zh`` its long texts in Chinese."""

    key: str
    version: str
    title: str
    title_zh: str
    door: str
    purpose: str
    method: str
    data: str
    embedder: str
    limits: str
    never: str
    zh: Mapping[str, str]
    measured: tuple[Measured, ...]

    @property
    def said(self) -> dict[str, dict[str, str]]:
        """Its texts as ``{zh, en}``."""
        long = {name: _both(getattr(self, name), self.zh[name]) for name in _LONG}
        return {"title": _both(self.title, self.title_zh), **long}


@cache
def rater_cards(folder: Path | None = None) -> dict[str, RaterCard]:
    """By key. Raises RubricError for a key that is unknown or missing."""
    cards = [_card(path) for path in sorted((folder or library_dir() / "raters").glob("*.toml"))]
    return {card.key: card for card in cards}


def _card(path: Path) -> RaterCard:
    try:
        table = Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RubricError(f"{path.name}: {error}") from error
    if table.take("format", str) != FORMAT:
        raise RubricError(f"{path.name}: the format is not {FORMAT}")
    texts = ("key", "version", "title", "title_zh", "door", "embedder", *_LONG)
    values = {name: table.take(name, str) for name in texts}
    chinese = table.table("zh")
    zh = {name: chinese.take(name, str) for name in _LONG}
    chinese.done()
    measured = tuple(_measured(row) for row in table.tables("measured", optional=True))
    table.done()
    if values["key"] != path.stem:
        raise RubricError(f"{path.name}: key is {values['key']}")
    return RaterCard(**values, zh=zh, measured=measured)


def _measured(table: Table) -> Measured:
    low, high = table.take("r_interval", list)
    found = Measured(
        set=table.take("set", str),
        set_zh=table.take("set_zh", str),
        answers=table.take("answers", int),
        questions=table.take("questions", int),
        r=table.take("r", float),
        r_interval=(float(low), float(high)),
        r_length_partialled_out=table.take("r_length_partialled_out", float),
        band_coverage=table.take("band_coverage", float),
        band_width=table.take("band_width", float),
        r_surest_80_percent=table.take("r_surest_80_percent", float),
        worst_attack_gain=table.take("worst_attack_gain", float) if table.has("worst_attack_gain") else None,
        note=table.take("note", str, ""),
        note_zh=table.take("note_zh", str, ""),
    )
    table.done()
    return found


def _both(english: str, chinese: str) -> dict[str, str]:
    return {"zh": chinese, "en": english}
