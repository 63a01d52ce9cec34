"""What may be uploaded for what, and what a file is by its content."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024
MAX_PARTS: Final = 10_000
PART_BYTES: Final = 256 * 1024  # about two seconds of video: what a dead phone loses
MAX_PART_BYTES: Final = 2 * MIB  # below the size at which Django puts a request body on disk in the clear
PEEK_BYTES: Final = 4096
SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class UploadPurpose:
    """Accepted content types and the upper bound of one file, in bytes; ``kept_as`` names the purpose the
    file then has, where more than one way leads to it."""

    types: frozenset[str]
    max_bytes: int
    kept_as: str = ""


DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_VIDEO = frozenset({"video/webm", "video/x-matroska", "video/mp4", "video/quicktime", "video/3gpp"})
_PAPER = frozenset({"application/pdf", "image/png", "image/jpeg"})
_SOUND = frozenset({"audio/mpeg", "audio/wav", "audio/ogg", "audio/flac", "audio/aac"})
PURPOSES: Final = {
    "recording": UploadPurpose(_VIDEO, 512 * MIB),
    # where only sound is recorded; browsers and phones put sound into film containers as well
    "sound": UploadPurpose(_VIDEO | _SOUND, 512 * MIB, kept_as="recording"),
    "document": UploadPurpose(_PAPER, 20 * MIB),
    "employment": UploadPurpose(_PAPER, 20 * MIB),
    "signed": UploadPurpose(frozenset({"application/pdf"}), 20 * MIB),
    "resume": UploadPurpose(
        frozenset({"application/pdf", DOCX, "image/png", "image/jpeg", "image/webp", "text/plain"}), 20 * MIB
    ),
    "resume_archive": UploadPurpose(frozenset({"application/zip"}), 2048 * MIB),
}

SUFFIXES: Final = {
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
    "audio/aac": ".aac",
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "application/zip": ".zip",
    DOCX: ".docx",
}

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)
_FORMS = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1"})
_EBML = b"\x1a\x45\xdf\xa3"
_DOCTYPE = b"\x42\x82"
_MP4_BRANDS = frozenset({b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9",
                         b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"M4A ", b"mmp4", b"MSNV"})  # fmt: skip


def sniff(head: bytes) -> str | None:
    """The media type of a file that begins with ``head`` (PEEK_BYTES are enough), None when unknown."""
    if head.startswith(_EBML):
        return _ebml_type(head)
    if head[4:8] == b"ftyp" and len(head) >= 12:
        return _iso_type(head)
    if head[:4] == b"RIFF":
        return _FORMS.get(head[8:12])
    known = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    return known or _frame_type(head)


def _frame_type(head: bytes) -> str | None:
    """Sound without a container begins with a frame: eleven set bits, then layer and version (MPEG-1 audio of
    ISO 11172-3, ADTS of ISO 13818-7)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer, rate = head[1] & 0x06, head[2] & 0xF0
    if layer == 0:
        return "audio/aac" if head[1] & 0xF6 == 0xF0 else None
    return "audio/mpeg" if layer == 0x02 and rate not in {0x00, 0xF0} else None


def accepted(head: bytes, purpose: str) -> str | None:
    """The type a file beginning with ``head`` is kept as for ``purpose``; None when it is not wanted.

    A word processor's document is a ZIP by its first bytes; text has no signature at all.
    """
    types, found = PURPOSES[purpose].types, sniff(head)
    if found == "application/zip" and found not in types:
        found = DOCX
    if found is None and head.strip() and b"\0" not in head:
        found = "text/plain"
    return found if found in types else None


def is_heic(head: bytes) -> bool:
    """Whether this begins like a telephone's HEIC picture (ISO 23008-12, by the major brand)."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def _ebml_type(head: bytes) -> str | None:
    at = head.find(_DOCTYPE, 4, 64)
    if at < 0 or at + 3 > len(head):
        return None
    length = head[at + 2] & 0x7F
    name = head[at + 3 : at + 3 + length].rstrip(b"\0")
    return {b"webm": "video/webm", b"matroska": "video/x-matroska"}.get(name)


def _iso_type(head: bytes) -> str | None:
    box = int.from_bytes(head[:4], "big")
    if not 16 <= box <= 1024:
        return None
    brands = [head[8:12], *(head[i : i + 4] for i in range(16, min(box, len(head)) - 3, 4))]
    if brands[0] == b"qt  ":
        return "video/quicktime"
    if brands[0][:2] == b"3g":
        return "video/3gpp"
    return "video/mp4" if any(brand in _MP4_BRANDS for brand in brands) else None


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes ``start`` … ``stop`` - 1."""

    start: int
    stop: int


class UnsatisfiableRangeError(ValueError):
    """The range begins behind the end of the file (HTTP 416)."""


_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def parse_range(header: str, size: int) -> ByteRange | None:
    """An HTTP Range header → bytes to send; None means the whole file (RFC 9110 lets us ignore odd ones)."""
    match = _RANGE.fullmatch(header.replace(" ", "")) if len(header) <= 64 else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
        if int(last) == 0 or size == 0:
            raise UnsatisfiableRangeError
        return ByteRange(start, stop)
    start = int(first)
    stop = min(size, int(last) + 1) if last else size
    if start >= size:
        raise UnsatisfiableRangeError
    return ByteRange(start, stop) if start < stop else None


def unbroken(indexes: Collection[int]) -> int:
    """How many parts are there from 0 on without a gap."""
    return next(count for count in range(len(indexes) + 1) if count not in indexes)
