"""What a seal says, its code, and how a file differs from the one that was sealed. Pure."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeVar

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like another
CODE_LENGTH: Final = 16  # 80 bits
MOST_BYTES: Final = 1920 * 1024  # with its form it stays below what the web server takes in one piece
MOST_IMAGE_BYTES: Final = 256 * 1024
MOST_IMAGE_SIDE: Final = 4000
KIND: Final = re.compile(r"[a-z][a-z_]{1,39}")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
PNG: Final = b"\x89PNG\r\n\x1a\n"

_LOOKALIKES = str.maketrans("OIL", "011", " -\t\u3000")
_IN_FILE = re.compile(rb"bole ([0-9A-HJKMNP-TV-Z]{16})")
_CONTAINER = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{512,131072})>")
_TRIED = 8  # markers of one file that are looked up; a file of ours has one

T = TypeVar("T")
Place = Literal["document", "sheet", "seal", "after"]


@dataclass(frozen=True, slots=True)
class SignerMark:
    """The person's own act: who signed, how it looked (PNG, drawn on the screen), when, which one-time code
    proved it was he, and which document (SHA-256 in hex) he had before him. Without a code of its own,
    ``how`` says on the paper by what he was known."""

    name: str
    image_png: bytes | None
    signed_at: datetime
    code_reference: str
    document_sha256: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a file first differs from the sealed one: byte ``at``, counted from 0.

    ``place``: in the document itself, on the sheet of signatures, in the seal, or after everything that was
    sealed. ``appended`` bytes were added at the end and all else is as it was; ``missing`` were cut off.
    """

    at: int
    place: Place
    appended: int = 0
    missing: int = 0


def new_code() -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def printed(code: str) -> str:
    """In groups of four, for people."""
    return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def normalised(typed: str) -> str:
    """A code as typed → as stored; empty when it cannot be one."""
    code = typed[:200].upper().translate(_LOOKALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def in_file(code: str) -> str:
    """How the code stands in the file's signature, readable without opening it as a PDF."""
    return f"bole {code}"


def codes_in(pdf: bytes) -> list[str]:
    """Codes a file names."""
    return _first(match[1].decode() for match in _IN_FILE.finditer(pdf))


def containers_in(pdf: bytes) -> list[bytes]:
    """Signature containers (DER) of a file, found without opening it as a PDF."""
    return _first(_unpadded(match[1]) for match in _CONTAINER.finditer(pdf))


def _first(found: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(value for value, _ in zip(found, range(_TRIED), strict=False)))


def _unpadded(digits: bytes) -> bytes:
    """The room of a signature is larger than its container; the DER header says how long that is."""
    raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    if raw[:1] != b"\x30" or len(raw) < 6:
        return raw
    size = raw[1]
    if size < 0x80:
        return raw[: 2 + size]
    width = size & 0x7F
    return raw[: 2 + width + int.from_bytes(raw[2 : 2 + width])]


def difference(found: bytes, sealed: bytes, *, document: int, sheet: int) -> Difference | None:
    """None for the sealed file itself. The first ``document`` bytes are the document as the person saw it,
    what follows up to ``sheet`` the sheet of signatures, the rest the seal."""
    if found == sealed:
        return None
    at = _common(found, sealed)
    if at == len(sealed):
        return Difference(at, "after", appended=len(found) - at)
    place: Place = "document" if at < document else "sheet" if at < sheet else "seal"
    return Difference(at, place, missing=len(sealed) - at if at == len(found) else 0)


def _common(one: bytes, other: bytes) -> int:
    """How many bytes from the start are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def image_problem(png: bytes) -> str:
    """Why a drawn signature cannot be laid into a file; empty when it can."""
    if not png.startswith(PNG) or png[12:16] != b"IHDR" or len(png) < 33:
        return "image_type"
    if len(png) > MOST_IMAGE_BYTES:
        return "image_too_large"
    sides = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    return "" if all(0 < side <= MOST_IMAGE_SIDE for side in sides) else "image_too_large"
