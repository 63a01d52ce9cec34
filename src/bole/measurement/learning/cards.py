"""Cards of the raters: what each is for, what it was chosen on, how good it measured, what it must not do."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bole.measurement.frameworks.loading import library_dir
from bole.measurement.frameworks.reading import RubricError, Table

FORMAT = "bole.rater-card/1"


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures on one set of marked answers; ``r_interval`` is 95 %."""

    set: str
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


@dataclass(frozen=True, slots=True)
class RaterCard:
    """One rater; ``never`` is what it must not be used for."""

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
    measured: tuple[Measured, ...]


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
    texts = (
        "key", "version", "title", "title_zh", "door", "purpose", "method", "data", "embedder", "limits",
        "never",
    )  # fmt: skip
    values = {name: table.take(name, str) for name in texts}
    measured = tuple(_measured(row) for row in table.tables("measured", optional=True))
    table.done()
    if values["key"] != path.stem:
        raise RubricError(f"{path.name}: key is {values['key']}")
    return RaterCard(**values, measured=measured)


def _measured(table: Table) -> Measured:
    low, high = table.take("r_interval", list)
    found = Measured(
        set=table.take("set", str),
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
    )
    table.done()
    return found
