"""The life of an employee record: joining → probation → confirmed | ended. Dates in, dates out; no clock."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from bole.kernel import labour_law
from bole.kernel.errors import ConflictError, InvalidError

State = Literal["joining", "probation", "confirmed", "ended"]
By = Literal["user", "candidate", "system"]
FARTHEST: Final = timedelta(days=366)  # a first day farther away is a slip of the pen


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands. ``contract_months`` None: open-ended; ``version`` is raised by every change."""

    state: State
    version: int
    starts_on: date
    contract_months: int | None
    probation_months: int
    probation_ends_on: date | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """``level``: hr (the branch), head (head office too)."""

    on: date
    level: Literal["hr", "head"]


def check_version(standing: Standing, expected: int) -> None:
    """ConflictError when somebody else was faster."""
    if standing.version != expected:
        raise ConflictError("this record has changed meanwhile", code="conflict")


def start(standing: Standing, *, on: date, by: By) -> Standing:
    """The person is there. Only a person can say so; the probation counts from the day itself."""
    _by_person(by)
    _in(standing, "joining")
    state: State = "probation" if standing.probation_months else "confirmed"
    ends = labour_law.probation_ends_on(on, standing.probation_months)
    return _next(standing, state=state, starts_on=on, probation_ends_on=ends)


def postpone(standing: Standing, *, to: date, today: date, by: By) -> Standing:
    """Another first day, before the person has begun."""
    _by_person(by)
    _in(standing, "joining")
    if not today <= to <= today + FARTHEST:
        raise InvalidError("the first day lies in the past or too far away", fields={"to": "out_of_range"})
    if to == standing.starts_on:
        raise InvalidError("this is the day it is already", fields={"to": "unchanged"})
    ends = labour_law.probation_ends_on(to, standing.probation_months)
    return _next(standing, starts_on=to, probation_ends_on=ends)


def confirm(standing: Standing, *, on: date, by: By) -> Standing:
    """The probation is passed. The machine may say so only after its last day: who was neither confirmed nor
    let go by then is confirmed by law."""
    _in(standing, "probation")
    over = standing.probation_ends_on is not None and on > standing.probation_ends_on
    if by != "user" and not (by == "system" and over):
        raise ConflictError("a person confirms before the probation ends", code="person_needed")
    return _next(standing, state="confirmed")


def extend(standing: Standing, *, months: int, on: date, by: By) -> Standing:
    """``months``: the new whole length. LabourLawError beyond §19; ConflictError after the last day."""
    _by_person(by)
    _in(standing, "probation")
    if standing.probation_ends_on is not None and on > standing.probation_ends_on:
        raise ConflictError("the probation is over", code="probation_over")
    if months <= standing.probation_months:
        raise InvalidError("not longer than it is", fields={"months": "not_longer"})
    labour_law.check_probation(months, standing.contract_months)
    ends = labour_law.probation_ends_on(standing.starts_on, months)
    return _next(standing, probation_months=months, probation_ends_on=ends)


def end(standing: Standing, *, by: By) -> Standing:
    """The record ends, from any state, by a person."""
    _by_person(by)
    if standing.state == "ended":
        raise ConflictError("this record has ended", code="already_ended")
    return _next(standing, state="ended")


def noted(standing: Standing) -> Standing:
    """A fact was written down (the contract, the manager); the state stays."""
    if standing.state == "ended":
        raise ConflictError("this record has ended", code="already_ended")
    return _next(standing)


def check_signed_on(signed_on: date, *, today: date, earliest: date) -> None:
    """A contract is signed between the offer and today."""
    if not earliest <= signed_on <= today:
        raise InvalidError("no day a contract can have been signed", fields={"signed_on": "out_of_range"})


def contract_reminders(starts_on: date) -> list[Reminder]:
    """When a contract still missing is spoken of: after two weeks, three days before the month is over, on
    its last day, and on the day double pay begins (§10, §82)."""
    due = labour_law.written_contract_due(starts_on)
    return [
        Reminder(starts_on + timedelta(days=14), "hr"),
        Reminder(due - timedelta(days=3), "hr"),
        Reminder(due, "head"),
        Reminder(labour_law.double_pay_from(starts_on), "head"),
    ]


def next_reminder(starts_on: date, after: date) -> Reminder | None:
    """The first of them that comes after a day."""
    return next((one for one in contract_reminders(starts_on) if one.on > after), None)


def _next(standing: Standing, **changes: object) -> Standing:
    return replace(standing, version=standing.version + 1, **changes)  # type: ignore[arg-type]  # field by field


def _in(standing: Standing, state: State) -> None:
    if standing.state != state:
        raise ConflictError(f"not possible while {standing.state}", code=f"not_{state}")


def _by_person(by: By) -> None:
    if by != "user":
        raise ConflictError("only a person can do this", code="person_needed")
