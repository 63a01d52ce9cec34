"""The rater that has seen no mark of the bank: a fixed map and a fixed band, both frozen in
``untrained.toml``.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bole.measurement.learning import bands
from bole.measurement.learning.maps import MonotoneMap
from bole.measurement.learning.outcome import Outcome, outcome
from bole.measurement.learning.raw import OTHER_LANGUAGE, Raw, rate
from bole.measurement.learning.rubric import as_points, as_text

_FOR_A_PERSON = frozenset({"no_rubric", "nothing_left", OTHER_LANGUAGE})
LEAST_ERROR, _OTHER_LANGUAGE, _NO_RUBRIC = 0.06, 0.05, 0.12


@dataclass(frozen=True)
class Frozen:
    """Figures of one version of the untrained rater."""

    version: str
    map: MonotoneMap
    band: float  # half width of the 90 % band per unit of expected error
    abstain_from: float
    error: Mapping[str, float]  # weights of the expected error


@cache
def frozen() -> Frozen:
    """Read once."""
    table = tomllib.loads(Path(__file__).with_name("untrained.toml").read_text("utf-8"))
    shape = MonotoneMap(tuple(table["map"]["raw"]), tuple(table["map"]["mark"]))
    return Frozen(table["version"], shape, table["band"], table["abstain_from"], table["error"])


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
    return outcome(raw, float(own.map(raw.value)), own.band * expected_error(raw), doubt, abstain=abstain)


def expected_error(raw: Raw) -> float:
    """How far off the mark may be, from what is known without marks: most in the middle of the scale, more
    when words are strewn or the rubric is short, less when a point is denied for sure."""
    own = frozen()
    told = signs(raw, float(own.map(raw.value)))
    error = own.error["least"] + sum(own.error[name] * value for name, value in told.items())
    if OTHER_LANGUAGE in raw.flags:
        error += _OTHER_LANGUAGE
    return max(LEAST_ERROR, error + (_NO_RUBRIC if raw.points == 0 else 0.0))


def signs(raw: Raw, mark: float) -> dict[str, float]:
    """What tells without any mark how far off one may be, by the names in ``[error]``."""
    return {
        "mark": mark,
        "middle": mark * (1 - mark),
        "meaning_over_words": raw.meaning - raw.recall,
        "denied": min(1.0, 2 * raw.denied),
        "strewn": raw.strewn,
        "few_points": 1 / max(1, raw.points),
    }


def uncertainty(raw: Raw) -> float:
    """How unsure the answer's place among others is, see ``bands.uncertainty``."""
    return float(bands.uncertainty(np.array(expected_error(raw)), frozen().map(raw.value)))
