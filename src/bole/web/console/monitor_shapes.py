"""What the monitor's page prints: figures, gates, lines of its tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the five at the top; ``definition`` stands in the line below, ``url`` leads to the list."""

    label: str
    value: str
    unit: str
    definition: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """One line of the funnel: count, width in 1000ths, share of the gate before."""

    label: str
    n: int
    width: int
    share: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One rate of the branch table: ``heat`` 1–5, or words instead of a rate for few people."""

    text: str
    counts: str
    heat: int
    own: str


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One branch."""

    name: str
    n: int
    cells: list[Cell]
    url: str


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job: rates with interval and counts; target against actual where the portrait has one."""

    title: str
    n: int
    rates: list[tuple[str, str]]
    actual: str
    target: str
    gap: str
    met: bool
    hired: int
    definition: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """How long one stage was held."""

    label: str
    median: str
    p90: str
    limit: str
    n: int
    slow: bool
