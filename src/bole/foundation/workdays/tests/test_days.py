"""Days of the bank's own: for a unit and what lies beneath, by HR of that unit, with a name under them."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.queries import actor_for
from bole.foundation.audit import queries as audit
from bole.foundation.workdays import queries, services
from bole.foundation.workdays.models import BankDay
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError

if TYPE_CHECKING:
    from tests.support.bank import Bank

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 21)


def test_a_day_holds_beneath_its_unit_and_the_nearest_goes_first(bank: "Bank") -> None:
    chief = actor_for(bank.user("head_office_hr", bank.head))
    east = actor_for(bank.user("branch_hr", bank.east))
    with acting_as(chief):
        services.set_day(unit_id=bank.head.pk, day=MONDAY, working=False, reason="系统升级", now=NOW)
    with acting_as(east):
        for _ in range(2):
            services.set_day(unit_id=bank.east.pk, day=MONDAY, working=True, reason="照常", now=NOW)
        services.set_day(unit_id=bank.east.pk, day=SATURDAY, working=True, reason="年终", now=NOW)
        seen = queries.own_days(date(2026, 1, 1))
    ahead = {
        unit.code: queries.ahead(unit_id=unit.pk, start=date(2026, 11, 20), days=1).date
        for unit in (bank.head, bank.west, bank.east, bank.east_outlet)
    }
    assert ahead == {"HO": date(2026, 11, 24), "W": date(2026, 11, 24), "E": SATURDAY, "E1": SATURDAY}
    assert [one.date for one in seen] == [SATURDAY, MONDAY]  # its own, not head office's row
    days = {one.date: one for one in queries.year(unit_id=bank.east_outlet.pk, number=2026)}
    assert len(days) == 365
    assert (days[MONDAY].working, days[MONDAY].own) == (True, True)


def test_it_is_taken_back_and_both_are_in_the_audit(bank: "Bank") -> None:
    with acting_as(actor_for(bank.user("branch_hr", bank.east))):
        found = services.set_day(unit_id=bank.east.pk, day=MONDAY, working=False, reason="x", now=NOW)
        services.forget_day(day_id=found.pk)
        assert not BankDay.objects.exists()
        with pytest.raises(NotFoundError):
            services.forget_day(day_id=found.pk)
    with system_scope("test"):
        verbs = [line.verb for line in audit.trail(("bank_day", found.pk))]
    assert sorted(verbs) == ["workdays.day.forgotten", "workdays.day.set"]


@pytest.mark.parametrize("role", ["interviewer", "auditor", "it_admin", "branch_hr"])
def test_only_hr_of_the_unit_or_above_sets_it(bank: "Bank", role: str) -> None:
    with acting_as(actor_for(bank.user(role, bank.west))), pytest.raises(DeniedError):
        services.set_day(unit_id=bank.east.pk, day=MONDAY, working=False, reason="x", now=NOW)


@pytest.mark.parametrize(("day", "reason"), [(MONDAY, "  "), (date(2036, 1, 1), "x")])
def test_a_reason_and_a_near_day_are_needed(bank: "Bank", day: date, reason: str) -> None:
    with acting_as(actor_for(bank.user("branch_hr", bank.east))), pytest.raises(InvalidError):
        services.set_day(unit_id=bank.east.pk, day=day, working=False, reason=reason, now=NOW)
