"""The number of a resident identity card (GB 11643-1999): 17 digits and a check character."""

import re
from datetime import date

from bole.kernel.errors import InvalidError

_SHAPE = re.compile(r"[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check(typed: str, today: date) -> str:
    """The number as it is kept; InvalidError (field ``id_number``) for one that cannot be right."""
    number = typed.replace(" ", "").upper()
    match = _SHAPE.fullmatch(number)
    if match is None:
        raise _wrong("shape")
    try:
        born = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _wrong("date") from None
    if not date(1900, 1, 1) <= born <= today:
        raise _wrong("date")
    if check_character(number[:17]) != number[17]:
        raise _wrong("check")
    return number


def check_character(digits: str) -> str:
    """The 18th character that belongs to these 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def masked(number: str) -> str:
    """Enough to recognise one's own."""
    return f"{number[:3]}{'*' * 11}{number[-4:]}" if len(number) == 18 else ""


def _wrong(why: str) -> InvalidError:
    return InvalidError("not an identity number", code="bad_id_number", fields={"id_number": why})
