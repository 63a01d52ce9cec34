"""Stretches of the rubric pasted together: nothing of one's own between them, in another order, and begun or
ended where nobody who answers would.

A whole point may be said in the rubric's words and in any place. Who pastes pieces says neither whole points
nor a word of his own, or cuts words apart. Short stretches tell nothing: answers use the rubric's words too.
"""

from collections.abc import Sequence

from bole.measurement.learning.bags import Shape, chinese, shape_of
from bole.measurement.learning.order import ramp
from bole.measurement.learning.reading import Part
from bole.measurement.learning.rubric import Rubric
from bole.measurement.text.pieces import stopped_tokens

_TAKEN = (0.9, 0.96)  # share of the telling words that stand in stretches of the rubric
_STRETCH = {True: (3.0, 4.5), False: (2.0, 3.0)}  # mean tokens of a stretch that tell; Chinese or not
_BACK = 0.4  # share of moves that jump back in the rubric: whole lists of shortened points go forward
_LEAST_BROKEN, _BROKEN = 2, 0.3  # ends inside words, and their share of all


def pasted(clauses: Sequence[Part], rubric: Rubric) -> float:
    """0 (an answer) to 1 (pieces of the rubric and nothing else)."""
    said = stopped_tokens("，".join(c.text for c in clauses))
    shape = shape_of(said, rubric.tokens)
    if shape.count < 2:
        return 0.0
    return ramp(shape.density, *_TAKEN) * max(_broken(shape), _jumping(shape, *_STRETCH[chinese(said)]))


def _broken(shape: Shape) -> float:
    return float(shape.broken >= max(_LEAST_BROKEN, _BROKEN * shape.edges))


def _jumping(shape: Shape, short: float, long: float) -> float:
    """Long stretches of unfinished points, to and fro."""
    jumps = shape.back >= _BACK and shape.ragged >= shape.count
    return ramp(shape.mean_run, short, long) if jumps else 0.0
