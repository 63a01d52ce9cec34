"""The limits of the Labour Contract Law, each at its boundary."""

from datetime import date

import pytest

from bole.kernel import labour_law as law
from bole.kernel.errors import InvalidError


@pytest.mark.parametrize(
    ("contract", "limit"),
    [(0, 0), (2, 0), (3, 1), (11, 1), (12, 2), (35, 2), (36, 6), (120, 6), (None, 6)],
)
def test_probation_is_capped_by_the_length_of_the_contract(contract: int | None, limit: int) -> None:
    assert law.probation_limit_months(contract) == limit
    law.check_probation(limit, contract)
    with pytest.raises(law.LabourLawError) as raised:
        law.check_probation(limit + 1, contract)
    assert (raised.value.article, raised.value.limit) == (19, limit)
    assert raised.value.code == ("probation_too_long" if limit else "probation_not_allowed")
    assert raised.value.fields == {"probation_months": raised.value.code}


def test_a_contract_for_one_task_has_no_probation() -> None:
    assert law.probation_limit_months(None, task_bound=True) == 0
    law.check_probation(0, 36, task_bound=True)
    with pytest.raises(InvalidError, match="§19"):
        law.check_probation(1, 36, task_bound=True)


def test_one_probation_for_one_person() -> None:
    law.check_probation(0, 36, had_before=True)
    with pytest.raises(law.LabourLawError) as raised:
        law.check_probation(1, 36, had_before=True)
    assert raised.value.code == "probation_only_once"


def test_no_negative_probation() -> None:
    with pytest.raises(law.LabourLawError) as raised:
        law.check_probation(-1, 36)
    assert raised.value.code == "probation_negative"


@pytest.mark.parametrize(
    ("agreed", "lowest", "floor"),
    [
        (1_000_000, None, 800_000),
        (1_000_000, 900_000, 800_000),
        (900_000, 1_000_000, 800_000),
        (1, None, 1),  # 0.8 fen is no lawful fen less
        (1_000_001, None, 800_001),
        (0, None, 0),
    ],
)
def test_probation_pay_is_at_least_four_fifths(agreed: int, lowest: int | None, floor: int) -> None:
    assert law.probation_pay_floor(agreed, lowest_of_post=lowest) == floor
    law.check_probation_pay(floor, agreed, lowest_of_post=lowest)
    with pytest.raises(law.LabourLawError) as raised:
        law.check_probation_pay(floor - 1, agreed, lowest_of_post=lowest)
    assert (raised.value.code, raised.value.article, raised.value.limit) == (
        "probation_pay_too_low",
        20,
        floor,
    )


def test_probation_pay_is_never_below_the_local_minimum() -> None:
    law.check_probation_pay(274_000, 300_000, local_minimum=274_000)
    with pytest.raises(law.LabourLawError) as raised:
        law.check_probation_pay(273_999, 300_000, local_minimum=274_000)
    assert (raised.value.code, raised.value.limit) == ("probation_pay_below_minimum", 274_000)


@pytest.mark.parametrize(
    ("start", "due", "double"),
    [
        (date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 2)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 1)),
        (date(2026, 12, 15), date(2027, 1, 15), date(2027, 1, 16)),
    ],
)
def test_the_written_contract_has_one_month(start: date, due: date, double: date) -> None:
    assert law.written_contract_due(start) == due
    assert law.double_pay_from(start) == double


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 12, 22), 0, None),
        (date(2026, 12, 22), 3, date(2027, 3, 21)),
        (date(2026, 3, 1), 6, date(2026, 8, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_probation_ends_the_day_before(start: date, months: int, end: date | None) -> None:
    assert law.probation_ends_on(start, months) == end
