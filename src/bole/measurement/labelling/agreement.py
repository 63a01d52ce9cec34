"""How far two labellers agree."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from bole.measurement.labelling.sets import ClauseId, Labels, LabelSet
from bole.measurement.reliability import Estimate, cohen_kappa
from bole.measurement.reliability.resampling import bootstrap
from bole.measurement.reliability.tables import Floats


@dataclass(frozen=True, slots=True)
class Agreement:
    """``table[a, b]`` counts clauses the first labelled ``a`` and the second ``b``; ``open`` clauses lack one
    of the two labels and are left out everywhere."""

    kappa: Estimate
    labels: tuple[str, ...]
    table: Mapping[tuple[str, str], int]
    disputes: tuple[ClauseId, ...]
    open: int

    @property
    def clauses(self) -> int:
        """Clauses both have labelled."""
        return sum(self.table.values())

    @property
    def share(self) -> float | None:
        """Share of clauses with one and the same label."""
        return sum(self.table.get((x, x), 0) for x in self.labels) / self.clauses if self.clauses else None

    def of(self, label: str) -> float | None:
        """Specific agreement of one label: 2·both / (first + second); None where nobody used it."""
        used = sum(n * ((a == label) + (b == label)) for (a, b), n in self.table.items())
        return 2 * self.table.get((label, label), 0) / used if used else None


def agreement(labelled: LabelSet, first: Labels, second: Labels) -> Agreement:
    """Cohen's kappa with a bootstrap interval over *answers*: clauses of one answer hang together, so whole
    answers are drawn."""
    both = [c for c in labelled.clauses if first.get(c) and second.get(c)]
    table = Counter((first[c], second[c]) for c in both)
    place = {label: float(i) for i, label in enumerate(labelled.labels)}
    rows: dict[str, list[tuple[float, float]]] = {}
    for clause in both:
        rows.setdefault(clause[0], []).append((place[first[clause]], place[second[clause]]))
    return Agreement(
        kappa=_kappa(list(rows.values())),
        labels=labelled.labels,
        table=table,
        disputes=tuple(c for c in both if first[c] != second[c]),
        open=len(labelled.clauses) - len(both),
    )


def _kappa(answers: list[list[tuple[float, float]]]) -> Estimate:
    """Without an interval where agreement is perfect or there are fewer than two answers."""
    pairs = [pair for answer in answers for pair in answer]
    found = cohen_kappa([a for a, _ in pairs], [b for _, b in pairs])
    if found.value is None or found.value == 1.0:
        return found

    def of_drawn(drawn: Floats) -> float | None:
        chosen = [pair for i in drawn[:, 0].astype(int) for pair in answers[i]]
        return cohen_kappa([a for a, _ in chosen], [b for _, b in chosen]).value

    order = cast(Floats, np.arange(len(answers), dtype=float)[:, None])
    low, high = bootstrap(order, of_drawn) or (None, None)
    return replace(found, low=low, high=high)
