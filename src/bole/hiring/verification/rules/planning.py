"""From a job's list of checks and what the résumé says: the checks of one person, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bole.hiring.verification.rules import machine
from bole.kernel.periods import bounds, month_of
from bole.ports.verification import Kind

Take = Literal["highest", "all"]
MOST = 8
_ORDER = ("doctor", "master", "bachelor", "associate", "secondary", "high_school")


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a job's list. ``order``: lower first; ``gate``: later ones wait until it is clear;
    ``needs``: fields somebody must have confirmed, else a person asks for proof."""

    kind: Kind
    order: int
    source: str
    cost_fen: int
    working_days: int
    retention_days: int
    legal_basis: Mapping[str, str]
    gate: bool = False
    take: Take = "all"
    years: int = 0  # employers of the last so many years; 0: all
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A job's list of checks."""

    key: str
    version: int
    sha256: str
    reply_working_days: int
    gap_months: int
    checks: tuple[Planned, ...]
    title: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Planned | None:
        """The line of that kind."""
        return next((one for one in self.checks if one.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One check of one person: what it is about in words, and what the résumé claims."""

    planned: Planned
    subject: str
    claimed: Mapping[str, str] = field(default_factory=dict)


def wanted(plan: Plan, resume: Mapping[str, Any], today: date) -> list[Wanted]:
    """Every check of the person in the plan's order. A kind the résumé says nothing about is still one check
    (a person asks), except certificates: who claims none has none to check."""
    found: list[Wanted] = []
    for planned in sorted(plan.checks, key=lambda one: one.order):
        found += _of_kind(planned, resume, today)
    return found


def _of_kind(planned: Planned, resume: Mapping[str, Any], today: date) -> list[Wanted]:
    if planned.kind in {"identity", "conduct"}:
        return [Wanted(planned, "", {})]
    claims = {"degree": _degrees, "employment": _employers, "certificate": _certificates}[planned.kind](
        planned, resume, today
    )
    if not claims and planned.kind != "certificate":
        return [Wanted(planned, "", {})]
    return [Wanted(planned, subject, claimed) for subject, claimed in claims[:MOST]]


Claims = list[tuple[str, dict[str, str]]]


def _degrees(planned: Planned, resume: Mapping[str, Any], _today: date) -> Claims:
    rows = [row for row in resume.get("education") or [] if row.get("school")]
    rows.sort(key=_rank)
    rows = rows[:1] if planned.take == "highest" else rows
    return [(_words(row, "school", "major"), _claimed(row, "school", "degree", "major")) for row in rows]


def _rank(row: Mapping[str, Any]) -> tuple[int, str]:
    level = row.get("degree_level")
    return (_ORDER.index(level) if level in _ORDER else len(_ORDER), _late_first(row.get("end")))


def _late_first(end: Any) -> str:
    return "".join(chr(0x10000 - ord(sign)) for sign in str(end or ""))


def _employers(planned: Planned, resume: Mapping[str, Any], today: date) -> Claims:
    rows = [
        row for row in resume.get("work") or [] if row.get("employer") and row.get("kind", "job") == "job"
    ]
    if planned.years:
        since = month_of(today) - 12 * planned.years
        rows = [row for row in rows if _last_month(row, today) >= since]
    return [(_words(row, "employer", "title"), _claimed(row, "employer", "title")) for row in rows]


def _last_month(row: Mapping[str, Any], today: date) -> int:
    found = bounds(row.get("end"))
    return found[1] if found and not row.get("current") else month_of(today)


def _certificates(_planned: Planned, resume: Mapping[str, Any], _today: date) -> Claims:
    return [(str(one), {"certificate": str(one)}) for one in resume.get("certificates") or [] if one]


def _words(row: Mapping[str, Any], *names: str) -> str:
    return " ".join(str(row[name]) for name in names if row.get(name))


def _claimed(row: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: str(row[name]) for name in (*names, "start", "end") if row.get(name)}


def next_orders(states: Sequence[tuple[int, bool, str]]) -> set[int]:
    """Which order may begin now, of (order, gate, state) of all checks: the lowest with something pending,
    once nothing before it is still on its way and every gate before it is clear (or a person's task, which
    costs nothing and may take until the first day)."""
    waiting = [order for order, _gate, state in states if state == machine.PENDING]
    if not waiting:
        return set()
    lowest = min(waiting)
    for order, gate, state in states:
        if order < lowest and (state in machine.SENT or (gate and state not in machine.PASSABLE)):
            return set()
    return {lowest}
