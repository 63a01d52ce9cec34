"""What an answer denies, or strews about, is not won back by likeness to good answers: neither vectors nor
words see the denial or the order. Where a question's own good answers are full of refusals, the reading of
denials errs on them; the marked answers say how much of it to overlook, never all of it.
"""

import numpy as np
from numpy.typing import NDArray

from bole.measurement.learning.raw import Raw

Matrix = NDArray[np.float64]
_OVERLOOKED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
_WARY, _LIKE = (0.25, 0.5, 0.75, 1.0), 0.5  # made-up denials that likeness would lift by so much, wrongly


def suspected(raw: Raw) -> float:
    """0–1: how much of an answer is denied or strewn about."""
    return min(1.0, max(2 * raw.denied, raw.strewn))


def restrained(share: Matrix, marks: Matrix, mapped: Matrix, overlooked: float) -> Matrix:
    """Marks drawn down to the map by what is suspected beyond ``overlooked``; never up."""
    beyond = np.clip((share - overlooked) / (1 - overlooked), 0.0, 1.0)
    found: Matrix = np.minimum(marks, (1 - beyond) * marks + beyond * mapped)
    return found


def overlooked_by(share: Matrix, told: Matrix, mapped: Matrix, marks: Matrix) -> float:
    """The part of a suspicion that people's marks do not bear out; 0 where they had nothing to judge by.

    ``told``: marks before any restraint, of answers the learner has not seen.
    """
    heard = share > 0
    made = np.array(_WARY)
    share, mapped = np.append(share[heard], made), np.append(mapped[heard], np.zeros(len(made)))
    told = np.append(told[heard], np.full(len(made), _LIKE))
    marks = np.append(marks[heard], np.zeros(len(made)))
    losses = [float(((restrained(share, told, mapped, one) - marks) ** 2).sum()) for one in _OVERLOOKED]
    return _OVERLOOKED[int(np.argmin(np.round(losses, 9)))]
