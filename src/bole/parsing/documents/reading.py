"""One picture → one ``Reading``, in this process. The product goes through ``sandbox``."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from bole.parsing.documents import bank_card, degree, identity
from bole.parsing.documents.identity import Found
from bole.parsing.documents.types import KINDS, Field, Kind, Reading
from bole.parsing.errors import ParsingError
from bole.parsing.reading.runs import Page
from bole.parsing.runtimes.models import OcrModels

if TYPE_CHECKING:
    from bole.parsing.runtimes.ocr import Recogniser

SHARP: Final = 0.13  # below: letters may be mistaken for others (docs/explanation/documents.md)
SMALL: Final = 14.0  # pixels of a line's height
GLARE: Final = 0.015  # part of the card
SURE: Final = 0.80  # of the recogniser: below, whoever confirms should look twice
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_READERS: Final[Mapping[Kind, Callable[[Page, date], Found]]] = {
    "identity_card_front": identity.front,
    "identity_card_back": identity.back,
    "degree": degree.read,
    "bank_card": bank_card.read,
}
_CARDS: Final = frozenset({"identity_card_front", "identity_card_back", "bank_card"})


def read(image: bytes, kind: Kind, ocr: OcrModels, today: date) -> Reading:
    """Bytes → fields and problems. ParsingError: ``unsupported``, ``unreadable``, ``too_large``."""
    picture = image.startswith(_PICTURES) or (image[:4] == b"RIFF" and image[8:12] == b"WEBP")
    if kind not in KINDS or not picture:
        raise ParsingError("a JPEG, PNG or WebP picture of a known document is expected", code="unsupported")
    from bole.parsing.runtimes.pictures import decode

    return looked_at(recogniser(ocr), decode(image), kind, today)


@cache
def recogniser(ocr: OcrModels) -> "Recogniser":
    """The models, loaded once a process: whoever forks for each picture calls this before."""
    from bole.parsing.runtimes.ocr import Recogniser

    return Recogniser(ocr)


def looked_at(reader: "Recogniser", picture: object, kind: Kind, today: date) -> Reading:
    """The same for a decoded picture (RGB) and a recogniser that is loaded already."""
    from bole.parsing.runtimes import ocr, quality

    longest = ocr.CARD if kind in _CARDS else ocr.SHEET
    look = reader.look(picture, longest=longest)  # type: ignore[arg-type]  # an array, which has no name here
    writing = look.strips or look.illegible
    sharp = quality.sharpness(writing)
    fields, problems = _READERS[kind](look.page, today)
    if not writing:
        problems = ["no_text"]
    if writing and sharp < SHARP:
        problems.append("blurred")
    if writing and quality.letter_height(writing) < SMALL:
        problems.append("too_small")
    if kind in _CARDS and quality.glare(look) > GLARE:
        problems.append("glare")
    problems += _unsure(fields, problems)
    return Reading(kind, fields, tuple(problems), sharp, look.turned)


def _unsure(fields: Mapping[str, Field], problems: list[str]) -> list[str]:
    found = (f"unsure_{name}" for name, field in fields.items() if field.confidence < SURE)
    return [code for code in found if code not in problems]
