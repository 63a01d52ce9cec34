"""Halves of the rubric's items one after the other, and long lists of single words: told by structure alone.

Who answers says whole items or words of his own between them. Only texts of several clauses can be told: a
terse answer of two may well stop early.
"""

from collections.abc import Sequence
from itertools import groupby

from bole.measurement.learning.bags import Run, shared_runs
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.pieces import is_small

_CLAUSES = 5
_TELLING = {True: 4, False: 3}  # tokens of a clause that can tell, by whether it is Chinese
_TAKEN = 0.9  # share of the clauses in which every word stands in a stretch of the rubric
_ITEMS, _SINGLE = 15, 0.6  # items of a list that nobody says in one sentence, and the share of single words
_WORD = {True: 4, False: 2}  # tokens of a single word
_TERSE = 4  # tokens of an item of a rubric that itself asks for single words
_UNFINISHED = 0.6  # share of those that begin or end inside an item


def in_halves(said: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether a text is made of unfinished pieces of the rubric and of nothing else. An empty token is a
    stop, in either text."""
    clauses = [tuple(group) for full, group in groupby(said, key=bool) if full]
    telling = [c for c in clauses if len(c) >= _TELLING[is_cjk(c[0][0])]]
    if len(telling) < _CLAUSES:
        return False
    found = [shared_runs(clause, reference) for clause in telling]
    taken = [
        runs
        for clause, runs in zip(telling, found, strict=True)
        if sum(r.length for r in runs) == len(clause)
    ]
    unfinished = sum(any(_inside(run, reference) for run in runs) for runs in taken)
    return len(taken) >= _TAKEN * len(telling) and unfinished >= _UNFINISHED * len(taken)


def is_roll(said: Sequence[str], reference: Sequence[str]) -> bool:
    """Whether a sentence calls out words one by one where the rubric has more to say than words."""
    items = [tuple(group) for full, group in groupby(said, key=bool) if full]
    telling = [item for item in items if not all(map(is_small, item))]
    points = sum(full for full, _ in groupby(reference, key=bool))
    if len(telling) < _ITEMS or sum(map(bool, reference)) <= _TERSE * points:
        return False
    return sum(len(item) <= _WORD[is_cjk(item[0][0])] for item in telling) >= _SINGLE * len(telling)


def _inside(run: Run, reference: Sequence[str]) -> bool:
    stop = run.start + run.length
    return bool(run.start and reference[run.start - 1]) or bool(stop < len(reference) and reference[stop])
