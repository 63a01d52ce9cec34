"""The life of a record, with dates worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.labour_law import LabourLawError
from bole.workforce.employees import rules
from bole.workforce.employees.rules import Standing

JOINING = Standing("joining", 1, date(2026, 12, 1), 36, 3, date(2027, 2, 28))
PROBATION = replace(JOINING, state="probation", version=2)


def test_the_probation_counts_from_the_day_the_person_was_there() -> None:
    begun = rules.start(JOINING, on=date(2026, 12, 3), by="user")
    assert (begun.state, begun.version) == ("probation", 2)
    assert (begun.starts_on, begun.probation_ends_on) == (date(2026, 12, 3), date(2027, 3, 2))
    none = replace(JOINING, probation_months=0, probation_ends_on=None)
    assert rules.start(none, on=date(2026, 12, 1), by="user").state == "confirmed"


def test_a_first_day_moves_with_its_probation() -> None:
    moved = rules.postpone(JOINING, to=date(2026, 12, 15), today=date(2026, 11, 22), by="user")
    assert (moved.starts_on, moved.probation_ends_on) == (date(2026, 12, 15), date(2027, 3, 14))
    for day in (date(2026, 11, 21), date(2027, 12, 1), JOINING.starts_on):
        with pytest.raises(InvalidError):
            rules.postpone(JOINING, to=day, today=date(2026, 11, 22), by="user")


def test_an_extension_stays_within_the_law_and_within_the_probation() -> None:
    longer = rules.extend(PROBATION, months=6, on=date(2027, 2, 28), by="user")
    assert (longer.probation_months, longer.probation_ends_on) == (6, date(2027, 5, 31))
    with pytest.raises(LabourLawError) as refused:
        rules.extend(PROBATION, months=7, on=date(2027, 2, 1), by="user")
    assert refused.value.article == 19
    short = replace(PROBATION, contract_months=24, probation_months=1, probation_ends_on=date(2026, 12, 31))
    with pytest.raises(LabourLawError):
        rules.extend(short, months=3, on=date(2026, 12, 20), by="user")
    with pytest.raises(InvalidError):
        rules.extend(PROBATION, months=3, on=date(2027, 2, 1), by="user")
    with pytest.raises(ConflictError):
        rules.extend(PROBATION, months=4, on=date(2027, 3, 1), by="user")


def test_the_machine_confirms_only_what_time_has_confirmed() -> None:
    for day in (date(2027, 2, 1), date(2027, 2, 28)):
        with pytest.raises(ConflictError):
            rules.confirm(PROBATION, on=day, by="system")
    assert rules.confirm(PROBATION, on=date(2027, 3, 1), by="system").state == "confirmed"
    assert rules.confirm(PROBATION, on=date(2027, 2, 1), by="user").state == "confirmed"


FORBIDDEN: list[tuple[str, str, dict[str, Any]]] = [
    (verb, state, more)
    for verb, more in [
        ("start", {"on": date(2026, 12, 1)}),
        ("postpone", {"to": date(2026, 12, 15), "today": date(2026, 11, 22)}),
        ("confirm", {"on": date(2027, 2, 1)}),
        ("extend", {"months": 4, "on": date(2027, 1, 1)}),
        ("end", {}),
    ]
    for state in ("joining", "probation", "confirmed", "ended")
    if (verb, state)
    not in {
        ("start", "joining"),
        ("postpone", "joining"),
        ("confirm", "probation"),
        ("extend", "probation"),
        *(("end", state) for state in ("joining", "probation", "confirmed")),
    }
]


@pytest.mark.parametrize(("verb", "state", "more"), FORBIDDEN)
def test_no_other_way_leads_on(verb: str, state: Any, more: dict[str, Any]) -> None:
    with pytest.raises(ConflictError):
        getattr(rules, verb)(replace(JOINING, state=state), by="user", **more)


@pytest.mark.parametrize("by", ["candidate", "system"])
def test_only_a_person_starts_moves_extends_and_ends(by: Any) -> None:
    acts = [
        lambda: rules.start(JOINING, on=date(2026, 12, 1), by=by),
        lambda: rules.postpone(JOINING, to=date(2026, 12, 2), today=date(2026, 11, 22), by=by),
        lambda: rules.extend(PROBATION, months=4, on=date(2027, 1, 1), by=by),
        lambda: rules.end(PROBATION, by=by),
    ]
    for act in acts:
        with pytest.raises(ConflictError):
            act()


def test_the_contract_is_spoken_of_four_times() -> None:
    days = [(one.on.isoformat(), one.level) for one in rules.contract_reminders(date(2026, 12, 1))]
    assert days == [
        ("2026-12-15", "hr"),
        ("2026-12-29", "hr"),
        ("2027-01-01", "head"),
        ("2027-01-02", "head"),
    ]
    following = rules.next_reminder(date(2026, 12, 1), date(2026, 12, 29))
    assert following is not None
    assert following.on == date(2027, 1, 1)
    assert rules.next_reminder(date(2026, 12, 1), date(2027, 1, 2)) is None
