"""What becomes of an uploaded document: refused at once, shown for confirmation, looked at by HR.

A machine's reading refuses only where a new photograph is the remedy or the document is not the person's.
Where one sign may have been misread, the person corrects it and HR sees both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from bole.kernel.errors import ConflictError, InvalidError
from bole.parsing.documents import checks

State = Literal["checking", "refused", "to_confirm", "submitted", "accepted", "sent_back", "withdrawn"]
LIVE: Final = ("checking", "to_confirm", "submitted", "accepted")
READ: Final = ("identity_card_front", "identity_card_back", "degree", "bank_card")
SURE: Final = 0.80  # confidence from which on a reading may refuse
ALIKE: Final = 0.5  # names less alike than this are another person's

# What is asked back for confirmation, in this order.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "identity_card_front": ("name", "id_number", "sex", "birth_date", "home_address"),
    "identity_card_back": ("valid_until", "authority"),
    "degree": ("name", "school", "major", "degree", "certificate_number", "graduated_on"),
    "bank_card": ("bank_card",),
    "photo": (),
    "other": (),
}
# What of a confirmed and accepted document goes into the employee's file.
FILED: Final[Mapping[str, tuple[str, ...]]] = {
    "identity_card_front": ("id_number", "sex", "birth_date", "home_address"),
    "degree": ("school", "major", "degree"),
    "bank_card": ("bank_card",),
}
# Two pictures with the same of these show the same document.
SAME: Final[Mapping[str, str]] = {"identity_card_front": "id_number", "degree": "certificate_number"}
# The reader's word for a field where it is another than ours, as in its codes.
READERS_NAME: Final[Mapping[str, str]] = {
    "id_number": "number",
    "home_address": "address",
    "certificate_number": "number",
    "graduated_on": "issued_on",
    "degree": "level",
    "bank_card": "number",
}
# Reasons of HR for sending a document back.
SENT_BACK: Final = ("unreadable", "cut_off", "wrong_document", "not_yours", "data_differ", "expired")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refused``: codes for which a new photograph is needed; ``hints``: codes a person looks at."""

    refused: tuple[str, ...]
    hints: tuple[str, ...]


def verdict(reading: Mapping[str, Any], known: Mapping[str, str]) -> Verdict:
    """``reading``: {fields: {name: {value, confidence}}, refused: [codes], hints: [codes]}; ``known``: what
    the bank knows of the person by the same field names."""
    refused, hints = list(reading.get("refused", ())), list(reading.get("hints", ()))
    fields = reading.get("fields", {})
    for name, mine in known.items():
        found = fields.get(name) or {}
        code = differs(name, mine, str(found.get("value", "")))
        if not code:
            continue
        sure = float(found.get("confidence", 0)) >= SURE
        (refused if sure and code in ("other_name", "other_number") else hints).append(code)
    return Verdict(tuple(dict.fromkeys(refused)), tuple(dict.fromkeys(hints)))


def completed(kind: str, reading: Mapping[str, Any], earlier: Mapping[str, Any]) -> Mapping[str, Any]:
    """A reading with what an ``earlier`` picture of the same document showed and this one does not: nobody
    takes a third picture for two halves. The same document is one with the same number."""
    key, fields = SAME.get(kind, ""), reading.get("fields", {})
    number, before = ((one.get(key) or {}).get("value", "") for one in (fields, earlier))
    if not number or plain(number) != plain(before):
        return reading
    more = {name: one for name, one in earlier.items() if name not in fields}
    settled = {f"missing_{READERS_NAME.get(name, name)}" for name in more}
    left = {
        part: [code for code in reading.get(part, ()) if code not in settled] for part in ("refused", "hints")
    }
    return {"fields": {**fields, **more}, **left}


def differs(field: str, known: str, read: str) -> str:
    """The code of a difference between what is known and what was read; nothing where either is missing."""
    mine, found = plain(known), plain(read)
    if not mine or not found or mine == found:
        return ""
    if field == "name":
        alike = SequenceMatcher(None, mine, found, autojunk=False).ratio()
        return "other_name" if alike < ALIKE else "name_differs"
    return "other_number" if field == "id_number" else f"{field}_differs"


def compares(code: str) -> bool:
    """Whether a code comes of comparing with what is known, and not of the picture."""
    return code.endswith("_differs") or code in ("other_name", "other_number")


def plain(text: str) -> str:
    """Without spaces and dots inside names, letters upper case."""
    return "".join(text.split()).replace("·", "").replace("•", "").upper()


def confirmed(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """What the person confirms or corrects, by the fields of the kind. InvalidError (``fields``) where a
    number cannot be one or something needed is empty."""
    values = {name: str(given.get(name, "")).strip()[:200] for name in FIELDS[kind]}
    wrong = {name: code for name, value in values.items() if (code := _problem(name, value))}
    if wrong:
        raise InvalidError("these fields cannot be", fields=wrong)
    return values


def _problem(name: str, value: str) -> str:
    if name == "name" and not value:
        return "required"
    if name == "id_number":
        return "" if is_id_number(value) else "id_number"
    if name == "bank_card":
        return "" if is_card_number(value) else "bank_card"
    if name == "birth_date" and value:
        try:
            date.fromisoformat(value)
        except ValueError:
            return "date"
    return ""


def is_id_number(text: str) -> bool:
    """Whether eighteen signs are an identity number: date and check digit by GB 11643."""
    return not checks.number_problem(plain(text))


def is_card_number(text: str) -> bool:
    """Whether a card number passes the check of ISO/IEC 7812 (Luhn): 12 to 19 digits."""
    digits = plain(text)
    return 12 <= len(digits) <= 19 and digits.isascii() and digits.isdigit() and checks.luhn(digits)


def check(state: str, wanted: tuple[str, ...]) -> None:
    """ConflictError when a step is not possible from this state."""
    if state not in wanted:
        raise ConflictError(f"not possible while {state}", code="material_moved_on")


def check_reason(reason: str) -> None:
    """InvalidError for a reason that is not on the list."""
    if reason not in SENT_BACK:
        raise InvalidError("no such reason", fields={"reason": "unknown"})
