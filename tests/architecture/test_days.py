"""What the bank decides by a day is decided by the bank's day: no code takes UTC's, or the phone's, for it.

For eight hours of each day of Shanghai they are two different days, so that such a mistake passes every test
run in office hours.
"""

import re
from pathlib import Path

from tests.architecture import house

TAKEN = re.compile(
    r"\bnow(\(\))?\.date\(\)|\butc_now\(\)\.date\(\)|\blocaldate\(|\bdate\.today\(\)|\bsettings\.TIME_ZONE\b"
)
DOOR = "foundation/workdays/bank_time.py"
# These hand the bank's zone by name to arithmetic that takes another's as well.
ZONES = {"foundation/messaging/services/sending.py", "foundation/messaging/queries.py",
         "hiring/scheduling/queries/times.py"}  # fmt: skip


def offences(text: str) -> list[str]:
    return [match.group(0) for match in TAKEN.finditer(text)]


def test_the_banks_day_has_one_door() -> None:
    package = house.REPOSITORY / "src" / "bole"
    found = {
        str(path.relative_to(package)): hits
        for path in sorted(package.rglob("*.py"))
        if str(path.relative_to(package)) not in {DOOR, *ZONES} and (hits := offences(path.read_text()))
    }
    assert found == {}


def test_the_pattern_sees_what_it_should() -> None:
    assert offences("day = utc_now().date()")
    assert offences("if now.date() > on")
    assert not offences("bank_time.today(now)")
    assert Path(house.REPOSITORY, "src/bole", DOOR).is_file()
