"""How names, numbers and addresses are made comparable before their blind index is computed."""

import re
import unicodedata

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


def check_contact(*, name: str, phone: str, email: str) -> None:
    """A person has a name and at least one way to be reached."""
    problems: dict[str, str] = {}
    if not name.strip() or len(name) > 120:
        problems["name"] = "required" if not name.strip() else "too_long"
    if email and not _MAIL.fullmatch(email.strip()):
        problems["email"] = "invalid"
    if phone and not _PHONE.fullmatch(same_phone(phone)):
        problems["phone"] = "invalid"
    if not email and not phone:
        problems["email"] = "required"
    if problems:
        raise InvalidError("the contact cannot be accepted", fields=problems)


def masked_mail(address: str) -> str:
    """Enough to recognise one's own address: ``l***@example.org``."""
    user, _, host = address.partition("@")
    return f"{user[:1]}***@{host}" if host else ""


def masked_phone(number: str) -> str:
    """The last four digits."""
    digits = same_phone(number)
    return f"***{digits[-4:]}" if len(digits) >= 6 else ""
