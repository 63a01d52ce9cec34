"""What a document's own numbers and dates say about each other."""

import re
from datetime import date
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2
_CHECK: Final = "10X98765432"
_DIGITS: Final = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_YEAR: Final = r"([0-9]{4}|[〇零○一二三四五六七八九0]{4})"
_PART: Final = r"([0-9]{1,2}|[〇零○一二三四五六七八九十]{1,3})"
DATE: Final = re.compile(f"{_YEAR}年{_PART}月{_PART}日")
MONTH: Final = re.compile(f"{_YEAR}年{_PART}月")


def number_problem(number: str) -> str:
    """Of an identity number of 18 places; empty when it holds."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "number_length"
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    if _CHECK[total % 11] != number[17]:
        return "number_checksum"
    return "" if birth_in(number) else "number_birth_date"


def birth_in(number: str) -> str:
    """The birth date an identity number holds; empty when there is no such day."""
    return iso(number[6:10], number[10:12], number[12:14])


def sex_in(number: str) -> str:
    """男 or 女: the 17th place is odd for men."""
    return "男" if int(number[16]) % 2 else "女"


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (2 * digit - 9 if digit > 4 else 2 * digit for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def iso(year: str, month: str, day: str) -> str:
    """YYYY-MM-DD of digits or Chinese numerals; empty for a day that does not exist, or before 1900."""
    try:
        made = date(int(_year(year)), _small(month), _small(day))
    except ValueError:
        return ""
    return made.isoformat() if made.year >= 1900 else ""


def _year(text: str) -> str:
    return "".join(_DIGITS.get(sign, sign) for sign in text)


def _small(text: str) -> int:
    """1–31 in digits or in Chinese (十, 二十, 三十一)."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_year(text))
    return 10 * int(_year(tens) or 1) + int(_year(ones) or 0)
