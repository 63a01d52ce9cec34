"""Branches side by side: rates with their counts, and what remains of a small one's after shrinking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bole.insight.funnel.cohort import Cell, Counts, added
from bole.insight.funnel.rates import Rate
from bole.insight.funnel.shrinkage import Prior, fit

BRANCH = "branch"
# name → (numerator, denominator) among the counts of the cohort
MEASURES: Mapping[str, tuple[str, str]] = {
    "came": ("finished", "ended"),
    "passed": ("passed", "reported"),
    "advanced": ("advanced_of_finished", "finished"),
    "joined": ("hired_of_offered", "settled_offers"),
    "left": ("left", "at_work"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A branch's own rate, and the same moved toward the mean of all branches (None: nothing to move)."""

    rate: Rate
    shrunk: float | None


@dataclass(frozen=True, slots=True)
class BranchRow:
    """One branch with its outlets; ``measures`` in the order of MEASURES."""

    unit_id: UUID
    name: str
    counts: Counts
    measures: dict[str, Measured]


def rows(cells: Sequence[Cell], units: Sequence[Any]) -> list[BranchRow]:
    """A row for every branch with applications, most of them first; outlets count for their branch."""
    home = branch_of(units)
    names = {unit.pk: unit.name for unit in units}
    summed = added(cells, lambda cell: home.get(cell.unit_id))
    priors = {name: _prior(list(summed.values()), *pair) for name, pair in MEASURES.items()}
    found = [
        BranchRow(
            unit_id=unit_id,
            name=names[unit_id],
            counts=counts,
            measures={
                name: _measured(rate_of(counts, *pair), priors[name]) for name, pair in MEASURES.items()
            },
        )
        for unit_id, counts in summed.items()
    ]
    return sorted(found, key=lambda row: (-row.counts.applied, row.name))


def branch_of(units: Sequence[Any]) -> dict[UUID, UUID]:
    """Unit → the branch it belongs to: itself, or the nearest one above it; head office stands for itself."""
    branches = {str(unit.pk): unit.pk for unit in units if unit.kind == BRANCH}
    return {
        unit.pk: next((branches[key] for key in reversed(unit.path.split("/")) if key in branches), unit.pk)
        for unit in units
    }


def rate_of(counts: Counts, numerator: str, denominator: str) -> Rate:
    """A rate out of the cohort's counts."""
    return Rate(getattr(counts, numerator), getattr(counts, denominator))


def _prior(counts: list[Counts], numerator: str, denominator: str) -> Prior | None:
    return fit([(getattr(one, numerator), getattr(one, denominator)) for one in counts])


def _measured(rate: Rate, prior: Prior | None) -> Measured:
    return Measured(rate, prior.shrunk(rate.hits, rate.n) if prior and rate.n else None)
