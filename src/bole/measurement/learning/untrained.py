"""The rater that has seen no mark of the bank: a fixed map and a fixed band, both frozen in
``untrained.toml``.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bole.measurement.learning.maps import MonotoneMap
from bole.measurement.learning.outcome import Outcome, outcome
from bole.measurement.learning.raw import OTHER_LANGUAGE, Raw, rate
from bole.measurement.learning.rubric import as_points, as_text

_FOR_A_PERSON = frozenset({"no_rubric", "nothing_left", OTHER_LANGUAGE})


@dataclass(frozen=True)
class Frozen:
    """Figures of one version of the untrained rater."""

    version: str
    map: MonotoneMap
    band: float  # half width of the 90 % band per unit of uncertainty
    abstain_from: float


@cache
def frozen() -> Frozen:
    """Read once."""
    table = tomllib.loads(Path(__file__).with_name("untrained.toml").read_text("utf-8"))
    shape = MonotoneMap(tuple(table["map"]["raw"]), tuple(table["map"]["mark"]))
    return Frozen(table["version"], shape, table["band"], table["abstain_from"])


def score(
    question: str, rubric_points: Sequence[str] | str | None, answer: str | None, language: str = "zh"
) -> Outcome:
    """Rate one answer without any mark; see ``bole.measurement.api.score``."""
    raw = rate(as_text(question).strip(), as_points(rubric_points), as_text(answer), language)
    return judged(raw)


def judged(raw: Raw) -> Outcome:
    """Mark, band and abstention of a raw score."""
    own = frozen()
    doubt = uncertainty(raw)
    abstain = doubt >= own.abstain_from or bool(_FOR_A_PERSON & set(raw.flags))
    return outcome(raw, float(own.map(raw.value)), own.band * doubt, doubt, abstain=abstain)


def uncertainty(raw: Raw) -> float:
    """How far off the mark may be, from what is known without marks: most in the middle of the scale, more
    when words and meaning disagree, when a point is denied, when there is no rubric at all."""
    middle = float(frozen().map(raw.value))
    doubt = 0.08 + 0.4 * middle * (1 - middle)
    doubt += 0.10 * max(0.0, raw.meaning - raw.recall - 0.1)
    doubt += 0.10 * min(1.0, raw.denied * 2)
    if raw.flags and raw.flags != ("question_echo",):
        doubt += 0.03
    if OTHER_LANGUAGE in raw.flags:
        doubt += 0.05
    return doubt + (0.12 if raw.points == 0 else 0.0)
