"""What a text of the bank's must fulfil before it may be sent, and how long it is on a phone. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bole.ports.channel import Form

PLACE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<bad>))")
LONGEST: Final = {"subject": 200, "long": 8000, "short": 500}
# GSM 03.38: what fits into seven bits, and what costs two places there
GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE: Final = frozenset("^{}\\[~]|€\f")
FAMILIAR = re.compile("你(?!们)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is refused: a code, the field of the form, and the name or number it is about."""

    code: str
    field: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """How a short message travels: places used, parts it is cut into, and whether it is seven-bit text."""

    units: int
    segments: int
    seven_bit: bool


def places(text: str) -> list[str]:
    """The names of the text's places, in the order of their first appearance."""
    found = [match["name"] for match in PLACE.finditer(text) if match["name"]]
    return list(dict.fromkeys(found))


def problems(
    *,
    subject: str,
    body: str,
    form: Form,
    language: str,
    fields: Collection[str],
    must: Collection[str],
    polite: bool,
) -> list[Problem]:
    """All that is wrong with a text; ``polite``: it goes to a candidate, so Chinese mail says 您."""
    found = [*_wrong_places(subject, "subject", fields), *_wrong_places(body, "body", fields)]
    if form == "long" and not subject.strip():
        found.append(Problem("empty", "subject"))
    if not body.strip():
        found.append(Problem("empty", "body"))
    present = {*places(subject), *places(body)} if form == "long" else set(places(body))
    found += [Problem("place_missing", "body", name) for name in sorted(set(must) - present)]
    if len(subject) > LONGEST["subject"] or "\n" in subject.strip():
        found.append(Problem("too_long", "subject", str(LONGEST["subject"])))
    if len(body) > LONGEST[form]:
        found.append(Problem("too_long", "body", str(LONGEST[form])))
    if polite and language == "zh":
        found += _impolite(subject, body, form)
    return found


def free_problems(*, subject: str, text: str, language: str, fields: Collection[str]) -> list[Problem]:
    """All that is wrong with words that are put into a letter that has its own greeting: ``text`` is said
    to a candidate, so Chinese says 您 and never 你."""
    found = problems(
        subject=subject, body=text, form="long", language=language, fields=fields, must=(), polite=False
    )
    return found + (_familiar(subject, text) if language == "zh" else [])


def length(text: str) -> Length:
    """Places and parts by GSM 03.38: 160 or 153 each in seven bits, 70 or 67 each in UCS-2."""
    if all(sign in GSM or sign in GSM_DOUBLE for sign in text):
        units = sum(2 if sign in GSM_DOUBLE else 1 for sign in text)
        return Length(units, 1 if units <= 160 else -(-units // 153), seven_bit=True)
    units = len(text.encode("utf-16-be")) // 2
    return Length(units, 1 if units <= 70 else -(-units // 67), seven_bit=False)


def _wrong_places(text: str, where: str, fields: Collection[str]) -> list[Problem]:
    found = [Problem("place_unknown", where, name) for name in places(text) if name not in fields]
    for match in PLACE.finditer(text):
        if match["bad"] is not None:
            near = text[match.start() : match.start() + 12].split("\n")[0]
            found.append(Problem("place_broken", where, near))
    return found


def _familiar(subject: str, body: str) -> list[Problem]:
    said = (("subject", subject), ("body", body))
    return [Problem("familiar", where, "你") for where, text in said if FAMILIAR.search(text)]


def _impolite(subject: str, body: str, form: Form) -> list[Problem]:
    found = _familiar(subject, body)
    if form == "long" and "您" not in subject + body:
        found.append(Problem("impolite", "body", "您"))
    return found
