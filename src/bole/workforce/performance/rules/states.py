"""What a probation may become, and when whom is reminded of its end.

劳动合同法 §19: one probation per employer and employee, never longer than the law allows. Its last day
passing without a decision is no decision of a clock: from then on the employee is simply no longer on
probation (劳办发〔1995〕16 号: after it, unfitness for the post is no ground any more), and that is what is
written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.labour_law import LabourLawError, check_probation, probation_ends_on, probation_limit_months

# state → the states it may become. ``lapsed``: the last day passed, by law that is a confirmation.
STEPS: Final = {
    "running": frozenset({"confirmed", "ended", "left", "lapsed"}),
    "confirmed": frozenset[str](),
    "ended": frozenset[str](),
    "left": frozenset[str](),
    "lapsed": frozenset[str](),
}
STAYED: Final = frozenset({"confirmed", "lapsed"})
OVER: Final = frozenset(STEPS) - {"running"}

MANAGER, HR, HEAD_OFFICE, EMPLOYEE = "manager", "hr", "head_office", "employee"


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder so many days before the last one, and who gets it."""

    days: int
    to: tuple[str, ...]


REMINDERS: Final = (
    Step(30, (MANAGER,)),
    Step(14, (MANAGER, HR, EMPLOYEE)),
    Step(7, (MANAGER, HR)),
    Step(3, (MANAGER, HR, HEAD_OFFICE)),
    Step(1, (MANAGER, HR, HEAD_OFFICE)),
)
ALWAYS: Final = 7  # reminders this near to the end are never left out


def move(state: str, to: str) -> str:
    """The new state; ConflictError (``probation_over``) when it was settled already."""
    if to not in STEPS[state]:
        raise ConflictError(f"a probation that is {state} cannot become {to}", code="probation_over")
    return to


def reminders(starts_on: date, ends_on: date) -> tuple[tuple[date, Step], ...]:
    """Every reminder with its day, the earliest first. In a short probation the far ones fall away: none
    comes in its first half, except those of the last week."""
    half = (ends_on - starts_on).days / 2
    steps = [step for step in REMINDERS if step.days <= ALWAYS or step.days < half]
    dated = [(ends_on - timedelta(days=step.days), step) for step in steps]
    return tuple((day, step) for day, step in dated if day >= starts_on)


def next_reminder(starts_on: date, ends_on: date, after: date) -> tuple[date, Step] | None:
    """The first reminder after a day; None when only the end is left."""
    return next(((day, step) for day, step in reminders(starts_on, ends_on) if day > after), None)


def check_new(*, months: int, contract_months: int | None, had_before: bool) -> None:
    """LabourLawError where §19 forbids this probation: too long, not at all, or a second one."""
    check_probation(months, contract_months, had_before=had_before)


@dataclass(frozen=True, slots=True)
class Extension:
    """What an extension is judged by."""

    starts_on: date
    ends_on: date
    months: int  # the new whole length
    contract_months: int | None
    extended_before: bool


def check_extension(asked: Extension, today: date) -> date:
    """The new last day; raise where an extension is not possible.

    LabourLawError (§19): beyond the longest probation of the contract, or a second extension, which is read
    as a second probation. InvalidError ``extension_backwards``; ConflictError ``probation_over``.
    """
    if today > asked.ends_on:
        raise ConflictError("the probation is over", code="probation_over")
    if asked.extended_before:
        raise LabourLawError("probation_only_once", 19, 0, "months")
    check_probation(asked.months, asked.contract_months)
    new_end = probation_ends_on(asked.starts_on, asked.months)
    if new_end is None or new_end <= asked.ends_on:
        raise InvalidError("not later", code="extension_backwards", fields={"months": "not_longer"})
    return new_end


def possible_lengths(starts_on: date, ends_on: date, contract_months: int | None) -> tuple[int, ...]:
    """Whole lengths in months an extension could lead to under the law; empty where it allows none."""
    lengths = range(1, probation_limit_months(contract_months) + 1)
    return tuple(one for one in lengths if (probation_ends_on(starts_on, one) or ends_on) > ends_on)


def days_left(ends_on: date, today: date) -> int:
    """Days until the last one, which counts as 0; negative when it is over."""
    return (ends_on - today).days


def step_due(found: Sequence[tuple[date, Step]], told: Sequence[int], today: date) -> Step | None:
    """The nearest reminder whose day has come and that was not told yet; farther ones it stands for."""
    due = [step for day, step in found if day <= today]
    return due[-1] if due and due[-1].days not in told else None
