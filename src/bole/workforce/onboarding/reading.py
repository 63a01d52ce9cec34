"""A stored document → what the reader's child makes of it, by the names used here."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from bole.foundation.files import queries as files
from bole.foundation.files import workshops
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.parsing import documents
from bole.parsing.documents import Kind, Reading
from bole.parsing.errors import ParsingError
from bole.parsing.sandbox import Workshop

TRIES = 2
# The picture itself is to blame: another one helps. Other failures are ours, and a person compares by eye.
UNREADABLE = frozenset({"empty", "unsupported", "unreadable", "too_large"})
# The reader's names are those printed on a document; here they say whose they are.
NAMES: Mapping[str, Mapping[str, str]] = {
    "identity_card_front": {"number": "id_number", "address": "home_address"},
    "degree": {"level": "degree", "number": "certificate_number", "issued_on": "graduated_on"},
    "bank_card": {"number": "bank_card"},
}


def read(file_id: UUID, kind: str) -> Mapping[str, Any] | None:
    """{fields, refused, hints} for ``rules.materials.verdict``; None where no reader is installed or it
    failed: then the person types what is asked for and HR compares by eye."""
    if workshops.ocr_models() is None:
        return None
    with files.open_plain(file_id) as plain:
        body = plain.read()
    for _attempt in range(TRIES):
        try:
            with workshops.workshop() as workshop:
                today = bank_time.today(utc_now())
                return translated(_read(workshop, body, kind, today))
        except ParsingError as error:
            if error.code in UNREADABLE:
                code = "too_many_pixels" if error.code == "too_large" else "unreadable"
                return {"fields": {}, "refused": [code], "hints": []}
            if not error.retryable:
                break
    return None


def translated(found: Reading) -> dict[str, Any]:
    """A reading in our names. Places in the picture are left out: nobody is shown them here."""
    names = NAMES.get(found.kind, {})
    return {
        "fields": {
            names.get(name, name): {"value": field.value, "confidence": round(field.confidence, 3)}
            for name, field in found.fields.items()
        },
        "refused": [code for code in found.problems if code in documents.REFUSALS],
        "hints": [code for code in found.problems if code not in documents.REFUSALS],
    }


def _read(workshop: Workshop, body: bytes, kind: str, today: date) -> Reading:
    return documents.read_in(workshop, body, cast(Kind, kind), today)
