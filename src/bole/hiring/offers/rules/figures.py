"""Figures about offers, with the events they begin and end with (R82). Pure.

- decision: the application entered the stage of kind ``offer``;
- offer: the first version lay before the candidate;
- signature: the candidate's yes.

Medians over working around the clock (hours by the wall), each with its N. ``acceptance``: signed out of
those the candidate or the clock decided (signed, declined, run out); what the bank took back or still waits
is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

DECIDED = ("signed", "declined", "expired")
ENOUGH = 30  # below, a rate says nothing and only the count is shown


@dataclass(frozen=True, slots=True)
class Row:
    """One offer."""

    job: str
    unit: str
    state: str
    reason: str
    decided_at: datetime
    first_sent_at: datetime | None
    signed_at: datetime | None
    rounds: int


@dataclass(frozen=True, slots=True)
class Span:
    """A median in hours over ``n`` offers; None without any."""

    hours: float | None
    n: int
    slowest: float | None = None  # nine of ten were at least as fast


@dataclass(frozen=True, slots=True)
class Acceptance:
    """``rate`` is None under ``ENOUGH`` decided offers."""

    name: str
    signed: int
    decided: int

    @property
    def rate(self) -> float | None:
        """Signed per decided."""
        return self.signed / self.decided if self.decided >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page shows."""

    offers: int
    to_offer: Span
    to_signature: Span
    whole: Span
    acceptance: Acceptance
    by_job: list[Acceptance]
    by_unit: list[Acceptance]
    reasons: list[tuple[str, int]]
    rounds: Mapping[int, int]


def figures(rows: Iterable[Row]) -> Figures:
    """Of the offers of a period."""
    found = list(rows)
    return Figures(
        offers=len(found),
        to_offer=span((one.decided_at, one.first_sent_at) for one in found),
        to_signature=span((one.first_sent_at, one.signed_at) for one in found),
        whole=span((one.decided_at, one.signed_at) for one in found),
        acceptance=_acceptance("", found),
        by_job=_by("job", found),
        by_unit=_by("unit", found),
        reasons=Counter(one.reason for one in found if one.state == "declined").most_common(),
        rounds=Counter(one.rounds for one in found if one.state == "signed"),
    )


def span(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> Span:
    """Median and ninth tenth of what both events have happened to."""
    hours = sorted(
        (end - start).total_seconds() / 3600 for start, end in pairs if start is not None and end is not None
    )
    if not hours:
        return Span(None, 0)
    return Span(median(hours), len(hours), hours[min(len(hours) - 1, -(-9 * len(hours) // 10) - 1)])


def _acceptance(name: str, rows: Iterable[Row]) -> Acceptance:
    decided = [one.state for one in rows if one.state in DECIDED]
    return Acceptance(name, decided.count("signed"), len(decided))


def _by(field: str, rows: Iterable[Row]) -> list[Acceptance]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for one in rows:
        groups[getattr(one, field)].append(one)
    made = (_acceptance(name, group) for name, group in groups.items())
    return sorted((one for one in made if one.decided), key=lambda one: (-one.decided, one.name))
