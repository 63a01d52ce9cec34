"""Agreement of people: per job and competency, of one panel, and of one rater beside the others. PURE."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np

from bole.measurement import reliability
from bole.measurement.reliability import Estimate, Habits, Ratings, Severities

LEAST: Final = 5  # people below which no figure is shown
SURE: Final = 30  # below, the interval comes first and no hint is given (science: section 3)
# The least effects worth a word, in points, ratios, shares, correlations and points per month.
SEVERE, NARROW, CENTRAL, HALO, MOVING = 5.0, 0.8, 0.10, 0.15, 1.0


@dataclass(frozen=True, slots=True)
class Rated:
    """One level of one rater. ``month`` counts months (12 · year + month − 1); ``machine``: the machine's
    score of the same competency."""

    panel_id: UUID
    application_id: UUID
    job_key: str
    user_id: UUID
    competency: str
    level: int
    score: float
    month: int
    machine: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Agreement on one competency: of one rater, of the mean of all in a panel, and on levels. ``state``:
    too_few, early or sure; ``reading`` after Koo & Li 2016 by the lower end."""

    competency: str
    n: int
    state: str
    single: Estimate
    mean: Estimate
    kappa: Estimate
    reading: str


@dataclass(frozen=True, slots=True)
class Job:
    """All competencies of a job; ``forms`` says which coefficients: the same raters for all, or not."""

    job_key: str
    panels: int
    raters: int
    forms: tuple[str, str]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Rater:
    """One rater beside those who rated the same people. ``linked``: how many raters he can be compared
    with; ``hints`` are codes: strict, lenient, narrow, central, halo, moving."""

    user_id: UUID
    people: int
    ratings: int
    severity: Estimate
    habits: Habits
    agreement: Estimate
    drift: reliability.Drift
    linked: int
    hints: tuple[str, ...]
    jobs: tuple[str, ...]

    @property
    def state(self) -> str:
        """too_few, early or sure."""
        return state(self.people)


def state(n: int) -> str:
    """What may be said of so many people."""
    return "too_few" if n < LEAST else "early" if n < SURE else "sure"


def month_of(moment: datetime) -> int:
    """Months since year 0."""
    return moment.year * 12 + moment.month - 1


def jobs(rows: Iterable[Rated]) -> list[Job]:
    """Agreement of every job, by key."""
    found = list(rows)
    table = _table(found)
    panels: dict[str, set[UUID]] = {}
    for row in found:
        panels.setdefault(row.job_key, set()).add(row.panel_id)
    return [_job(key, len(panels[key]), table) for key in sorted(panels)]


def one_panel(levels: Mapping[UUID, Mapping[str, int | None]]) -> Estimate:
    """ICC(2,k) of one panel, its competencies in the place of people: how far the mean of this panel could be
    repeated by others who saw the same person. User → competency → level."""
    asked = sorted({key for card in levels.values() for key in card})
    table = [[_score(card.get(key)) for card in levels.values()] for key in asked]
    return reliability.icc(table, "2,k")


class Raters:
    """All raters of the rows, with severities found once."""

    def __init__(self, rows: Sequence[Rated]) -> None:
        self.rows = rows
        self.table: Ratings = _table(rows)
        self.found: Severities = reliability.severities(self.table)
        self._month = np.array([row.month for row in rows], dtype=np.int64)
        self._effect = np.array([one.value or 0.0 for one in self.found.of])

    def ids(self) -> list[UUID]:
        """Everybody with ratings."""
        return list(self.table.raters)

    def severity_of(self, user_id: UUID) -> Estimate:
        """How strict or lenient, of somebody in ``ids``."""
        return self.found.of[self.table.raters.index(user_id)]

    def of(self, user_id: UUID) -> Rater | None:
        """One rater; None without ratings."""
        if user_id not in self.table.raters:
            return None
        number = self.table.raters.index(user_id)
        mine = self.table.rater == number
        severity = self.found.of[number]
        habits = reliability.habits_of(self.table, number, self._effect)
        moved = reliability.drift(self.table.person[mine], self._month[mine], self.found.deviation[mine])
        return Rater(
            user_id=user_id,
            people=severity.n,
            ratings=int(mine.sum()),
            severity=severity,
            habits=habits,
            agreement=self._agreement(number),
            drift=moved,
            linked=sum(one == self.found.group[number] for one in self.found.group) - 1,
            hints=hints(severity, habits, moved),
            jobs=tuple(sorted({self.table.items[one][0] for one in set(self.table.item[mine].tolist())})),
        )

    def _agreement(self, number: int) -> Estimate:
        """ICC(2,1) of his mean of each person and that of the others on the same competencies."""
        shared = reliability.together(self.table)
        mine = shared & (self.table.rater == number)
        beside = shared & np.isin(self.table.cell, self.table.cell[mine]) & ~mine
        columns = []
        for mask in (mine, beside):
            counts = np.bincount(self.table.person[mask], minlength=len(self.table.people))
            sums = np.bincount(
                self.table.person[mask], self.table.score[mask], minlength=len(self.table.people)
            )
            columns.append(sums[counts > 0] / counts[counts > 0])
        return reliability.icc(list(zip(*columns, strict=True)), "2,1")


def hints(severity: Estimate, habits: Habits, drift: reliability.Drift) -> tuple[str, ...]:
    """What is beyond chance and large enough to talk about, from ``SURE`` people on."""
    if severity.n < SURE:
        return ()
    found = []
    if _beyond(severity, SEVERE):
        found.append("lenient" if (severity.value or 0) > 0 else "strict")
    if habits.spread.high is not None and habits.spread.high < NARROW:
        found.append("narrow")
    if habits.middle.low is not None and habits.middle.low > CENTRAL:
        found.append("central")
    if habits.halo.low is not None and habits.halo.low > HALO:
        found.append("halo")
    if _beyond(drift.slope, MOVING):
        found.append("moving")
    return tuple(found)


def reading(found: Estimate) -> str:
    """What an ICC is called (Koo & Li 2016), by its interval's lower end: the doubt counts against it."""
    low = found.low if found.low is not None else found.value
    if low is None:
        return ""
    names = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"))
    return next((name for least, name in names if low >= least), "poor")


def _beyond(found: Estimate, least: float) -> bool:
    if found.value is None or found.low is None or found.high is None:
        return False
    return abs(found.value) >= least and not found.low <= 0 <= found.high


def _table(rows: Iterable[Rated]) -> Ratings:
    return reliability.ratings(
        (row.application_id, (row.job_key, row.competency), row.user_id, row.score, row.level) for row in rows
    )


def _job(key: str, panels: int, table: Ratings) -> Job:
    numbers = {name: number for number, (job, name) in enumerate(table.items) if job == key}
    mine = table.only(np.isin(table.item, list(numbers.values())))
    crossed = len(mine) == len(mine.people) * len(mine.raters) * len(mine.items)
    parts = {name: table.only(table.item == number) for name, number in numbers.items()}
    return Job(
        job_key=key,
        panels=panels,
        raters=len(mine.raters),
        forms=("2,1", "2,k") if crossed else ("1,1", "1,k"),
        lines=[_line(name, parts[name], crossed=crossed) for name in sorted(parts)],
    )


def _line(competency: str, table: Ratings, *, crossed: bool) -> Line:
    several = int((np.bincount(table.person) > 1).sum())
    if several < LEAST:
        none = Estimate(None, n=several, reason="too_few_people")
        return Line(competency, several, "too_few", none, none, none, "")
    if crossed:
        order = np.lexsort((table.rater, table.person))
        square = table.score[order].reshape(len(table.people), -1).tolist()
        single, mean = reliability.icc(square, "2,1"), reliability.icc(square, "2,k")
    else:
        single = reliability.icc_one_way(table.person, table.score, "1,1")
        mean = reliability.icc_one_way(table.person, table.score, "1,k")
    kappa = reliability.pairwise_kappa(table)
    return Line(competency, several, state(several), single, mean, kappa, reading(single))


def _score(level: int | None) -> float | None:
    return None if level is None else 25.0 * (level - 1)
