"""How names, numbers and addresses are made comparable before their blind index is computed."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from bole.kernel.errors import InvalidError

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9]{6,15}")


MOST_RESUME_CHARACTERS = 20_000


def check_resume(text: str) -> str:
    """Pasted lines without what no database keeps; InvalidError for nothing, or for a book."""
    cleaned = text.replace("\x00", "").strip()
    if not cleaned:
        raise InvalidError("nothing was pasted", fields={"text": "required"})
    if len(cleaned) > MOST_RESUME_CHARACTERS:
        raise InvalidError("the text is too long", fields={"text": "too_long"})
    return cleaned


def same_name(name: str) -> str:
    """Width, case and inner spaces do not tell people apart."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def same_mail(address: str) -> str:
    """Addresses are compared without case."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def same_phone(number: str) -> str:
    """Digits only; a Chinese mobile number is the same with and without its country code."""
    digits = re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", number))
    return re.sub(r"^(\+86|0086|86)(?=1[0-9]{10}$)", "", digits)


def same_birth(name: str, birth_date: str) -> str:
    """Name and day together; nothing when one is missing."""
    return f"{same_name(name)}|{birth_date}" if name.strip() and birth_date else ""


def check_contact(*, name: str, phone: str, email: str, birth_date: str = "") -> None:
    """A person has a name and at least one way to be reached; a day of birth is YYYY-MM-DD or nothing."""
    problems: dict[str, str] = {}
    if not name.strip() or len(name) > 120:
        problems["name"] = "required" if not name.strip() else "too_long"
    if email and not _MAIL.fullmatch(email.strip()):
        problems["email"] = "invalid"
    if phone and not _PHONE.fullmatch(same_phone(phone)):
        problems["phone"] = "invalid"
    if birth_date and not _is_day(birth_date):
        problems["birth_date"] = "invalid"
    if not email and not phone:
        problems["email"] = "required"
    if problems:
        raise InvalidError("the contact cannot be accepted", fields=problems)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def masked_mail(address: str) -> str:
    """Enough to recognise one's own address: ``l***@example.org``."""
    user, _, host = address.partition("@")
    return f"{user[:1]}***@{host}" if host else ""


def masked_phone(number: str) -> str:
    """The last four digits."""
    digits = same_phone(number)
    return f"***{digits[-4:]}" if len(digits) >= 6 else ""


LISTS = ("education", "work", "projects", "skills", "certificates", "languages")
CORRECTABLE = ("name", "phone", "email", *LISTS)


def check_source(source: str) -> str:
    """A system's name as it goes into records: a short code; InvalidError for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", source):
        raise InvalidError("not a source's code", fields={"source": "invalid"})
    return source


def corrected(body: Mapping[str, Any], corrections: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was read with what the person said instead; lines of corrected fields are not claimed any more."""
    changes = {field: value for field, value in (corrections or {}).items() if field in CORRECTABLE}
    spans = {
        place: span
        for place, span in body.get("spans", {}).items()
        if re.split(r"[.\[]", place, maxsplit=1)[0] not in changes
    }
    return {**body, **changes, "spans": spans, "corrected": sorted(changes)}


def newer(known: Mapping[str, Any], as_of: str) -> bool:
    """Whether a value that held at ``as_of`` may take the place of one with provenance ``known``.

    Times are ISO 8601 in UTC and of one length, so that they compare as text. The same time from the same
    source is a repetition, from another source a contradiction: both leave what is there.
    """
    return not known or as_of > str(known.get("as_of", ""))
