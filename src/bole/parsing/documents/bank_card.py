"""The front of a bank card: its number, its bank where that is printed, until when it is valid.

No table of issuers' numbers (BIN) under a free licence is known, so a bank is told by its printed name only.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from bole.parsing.documents import checks, rows
from bole.parsing.documents.identity import Found, is_card
from bole.parsing.documents.rows import Row
from bole.parsing.documents.types import Field
from bole.parsing.reading.runs import Page
from bole.parsing.reference import reference
from bole.parsing.text import squash

_NUMBER: Final = re.compile(r"(?<![0-9])([0-9]{16,19})(?![0-9])")
_NEARLY: Final = re.compile(r"(?<![0-9])([0-9]{13,24})(?![0-9])")
_THRU: Final = re.compile(r"(?<![0-9])(0[1-9]|1[0-2])/([0-9]{2})(?![0-9/])")
_BANK: Final = re.compile(r"[\u4e00-\u9fff]{2,12}(?:银行|信用社)")


def read(page: Page, today: date) -> Found:
    """number, bank, valid_until (YYYY-MM)."""
    lines = rows.rows(page)
    fields, problems = _number(lines, page)
    if "number" not in fields or is_card(lines):
        return {}, ["not_such_document"]
    fields |= _bank(lines, page)
    for line in lines:
        if match := _THRU.search(line.text):
            value = f"20{match[2]}-{match[1]}"
            fields["valid_until"] = line.field(value, page, line.holding(match[0]))
            problems += ["expired"] * (value < today.isoformat()[:7])
            break
    return fields, problems


def _number(lines: Sequence[Row], page: Page) -> Found:
    for line in lines:
        if match := _NUMBER.search(line.text):
            wrong = not checks.luhn(match[1])
            return {"number": line.field(match[1], page, line.holding(match[1]))}, ["number_checksum"] * wrong
    for line in lines:
        if match := _NEARLY.search(line.text):
            return {"number": line.field(match[1], page, line.holding(match[1]))}, ["number_length"]
    return {}, []


def _bank(lines: Sequence[Row], page: Page) -> dict[str, Field]:
    for line in lines:
        if match := _BANK.search(line.text):
            known = squash(match[0]) in reference().banks
            return {"bank": line.field(match[0], page, line.holding(match[0]))} if known else {}
    return {}
