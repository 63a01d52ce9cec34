"""Which fields each kind of check compares, and how."""

from collections.abc import Mapping
from typing import Final

from bole.ports.verification import Kind

# field → how it is compared: name, degree, text, month, founded, closed, yes, none
FIELDS: Final[Mapping[Kind, Mapping[str, str]]] = {
    "identity": {"match": "yes"},
    "degree": {"school": "name", "degree": "degree", "major": "text", "start": "month", "end": "month"},
    "employment": {"employer": "name", "title": "text", "start": "month", "end": "month"},
    "certificate": {"certificate": "text", "number": "text", "valid_until": "valid"},
    "conduct": {"record": "none"},
}
# what a source may say beside: shown, and compared with the dates where it says since when an employer exists
BESIDE: Final = ("former_names", "status", "established", "closed", "credit_code", "level")


def of(kind: Kind) -> tuple[str, ...]:
    """The fields in the order they are shown."""
    return tuple(FIELDS[kind])
