"""Machine against panel (R70): pass rates that name their gates, one table of the same people, and what
differs by competency. PURE."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bole.insight.agreement.people import LEAST, SURE, Rated, state
from bole.measurement import reliability
from bole.measurement.reliability import Difference, Estimate

POINTS: Final = 0.15  # rates differ by more than this …
CHANCE: Final = 0.01  # … and chance would do so more rarely than this (science.md, section 4)
BOTH_WAYS: Final = 5  # people the machine passed, and did not pass, before the same people are compared
CAUSE: Final = 5.0  # points of a competency between machine and panel
DOUBLE: Final = 50  # answers rated by two people before the machine would get a weight


@dataclass(frozen=True, slots=True)
class Gate:
    """``passed`` of ``n``."""

    passed: int
    n: int

    @property
    def share(self) -> float | None:
        """0–1; None of nobody."""
        return self.passed / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Judged:
    """One closed panel: what it decided, and what the machine had said (None: no total)."""

    application_id: UUID
    passed: bool
    machine_passed: bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """The same people under both: passed by both, by the machine only, by the panel only, by neither."""

    both: int
    machine_only: int
    panel_only: int
    neither: int

    @property
    def n(self) -> int:
        """Together."""
        return self.both + self.machine_only + self.panel_only + self.neither

    @property
    def machine(self) -> Gate:
        """The machine's rate among them."""
        return Gate(self.both + self.machine_only, self.n)

    @property
    def panel(self) -> Gate:
        """The panel's rate among them."""
        return Gate(self.both + self.panel_only, self.n)

    @property
    def chosen(self) -> bool:
        """Whether next to all came because the machine had passed them (or had not)."""
        return min(self.machine.passed, self.n - self.machine.passed) < BOTH_WAYS


@dataclass(frozen=True, slots=True)
class Gap:
    """One competency: ``bias`` is the machine less the mean of two or more people, in points; ``weight``
    is what λ of science.md, section 4, would be, None before ``DOUBLE`` people."""

    competency: str
    n: int
    state: str
    bias: Estimate
    r: Estimate
    icc: Estimate
    people: Estimate
    weight: float | None
    cause: bool


@dataclass(frozen=True, slots=True)
class Consistency:
    """One job. ``basis``: same_people, gates or too_few; ``difference`` is machine less panel."""

    job_key: str
    machine: Gate
    panel: Gate
    table: Table
    basis: str
    difference: Difference
    p: float
    mcnemar: float
    kappa: Estimate
    alarm: bool
    gaps: list[Gap]

    @property
    def causes(self) -> list[str]:
        """Competencies the difference comes from, the widest first."""
        wide = sorted((gap for gap in self.gaps if gap.cause), key=lambda gap: -abs(gap.bias.value or 0.0))
        return [gap.competency for gap in wide]


def consistency(job_key: str, machine: Gate, judged: Iterable[Judged], rows: Sequence[Rated]) -> Consistency:
    """``machine``: passed of all reports with a total; ``judged``: all closed panels; ``rows``: blind
    ratings with the machine's score beside them."""
    closed = list(judged)
    panel = Gate(sum(one.passed for one in closed), len(closed))
    table = _table(closed)
    basis = _basis(machine, panel, table)
    difference, p = _compared(basis, machine, panel, table)
    return Consistency(
        job_key=job_key,
        machine=machine,
        panel=panel,
        table=table,
        basis=basis,
        difference=difference,
        p=p,
        mcnemar=reliability.mcnemar(table.machine_only, table.panel_only),
        kappa=_kappa(table),
        alarm=_alarm(difference, p),
        gaps=gaps(rows, difference),
    )


def gaps(rows: Sequence[Rated], difference: Difference) -> list[Gap]:
    """Every competency rated by two people or more and by the machine, by name."""
    by_item: dict[str, dict[UUID, list[Rated]]] = {}
    for row in rows:
        if row.machine is not None:
            by_item.setdefault(row.competency, {}).setdefault(row.application_id, []).append(row)
    return [_gap(key, by_item[key], difference) for key in sorted(by_item)]


def weight(machine: Estimate, people: Estimate) -> float | None:
    """λ = max(0, min(1, ICC_machine / ICC_human)) from ``DOUBLE`` people on; None before, or where people do
    not agree at all."""
    if people.n < DOUBLE or machine.value is None or not people.value or people.value <= 0:
        return None
    return max(0.0, min(1.0, machine.value / people.value))


def _gap(competency: str, people: Mapping[UUID, list[Rated]], difference: Difference) -> Gap:
    double = {key: found for key, found in people.items() if len({row.user_id for row in found}) > 1}
    n = len(double)
    machine = [found[0].machine for found in double.values()]
    panel = [sum(row.score for row in found) / len(found) for found in double.values()]
    if n < LEAST:
        none = Estimate(None, n=n, reason="too_few_people")
        return Gap(competency, n, "too_few", none, none, none, none, None, cause=False)
    bias = reliability.bland_altman(machine, panel).bias
    agreed = reliability.icc(list(zip(machine, panel, strict=True)), "2,1")
    numbers = [number for number, found in enumerate(double.values()) for _ in found]
    human = reliability.icc_one_way(numbers, [row.score for found in double.values() for row in found])
    return Gap(
        competency,
        n,
        state(n),
        bias,
        reliability.pearson(machine, panel),
        agreed,
        human,
        weight(agreed, human),
        cause=_is_cause(bias, difference),
    )


def _is_cause(bias: Estimate, difference: Difference) -> bool:
    """Apart by ``CAUSE`` points beyond chance, in the direction in which the rates are apart."""
    if bias.value is None or bias.low is None or bias.high is None or difference.value is None:
        return False
    apart = abs(bias.value) >= CAUSE and not bias.low <= 0 <= bias.high
    return apart and bias.value * difference.value > 0


def _table(closed: list[Judged]) -> Table:
    known = [(bool(one.machine_passed), one.passed) for one in closed if one.machine_passed is not None]
    return Table(
        *(known.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False)))
    )


def _basis(machine: Gate, panel: Gate, table: Table) -> str:
    if table.n >= SURE and not table.chosen:
        return "same_people"
    return "gates" if min(machine.n, panel.n) >= SURE else "too_few"


def _compared(basis: str, machine: Gate, panel: Gate, table: Table) -> tuple[Difference, float]:
    if basis == "same_people":
        apart = reliability.paired_difference(table.machine_only, table.panel_only, table.n)
        return apart, reliability.mcnemar(table.machine_only, table.panel_only)
    counts = (machine.passed, machine.n, panel.passed, panel.n)
    if basis == "gates":
        return reliability.difference(*counts), reliability.pooled_p(*counts)
    return reliability.difference(*counts), 1.0


def _alarm(difference: Difference, p: float) -> bool:
    if difference.value is None or difference.low is None or difference.high is None:
        return False
    apart = abs(difference.value) > POINTS and p < CHANCE
    return apart and not difference.low <= 0 <= difference.high


def _kappa(table: Table) -> Estimate:
    cells = ((1, 1, table.both), (1, 0, table.machine_only), (0, 1, table.panel_only), (0, 0, table.neither))
    first = [float(a) for a, _b, n in cells for _ in range(n)]
    second = [float(b) for _a, b, n in cells for _ in range(n)]
    return reliability.cohen_kappa(first, second, categories=(0.0, 1.0))
