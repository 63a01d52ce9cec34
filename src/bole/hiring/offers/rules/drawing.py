"""Whether a drawn name can be used as one: a small PNG with enough ink. Pure, without an image library."""

import struct
import zlib

from bole.kernel.errors import InvalidError

MAGIC = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 200_000
MOST_PIXELS = 4_000_000
LEAST_DATA = 60  # bytes of packed picture data; an empty canvas packs to less


def check(png: bytes) -> None:
    """InvalidError (field ``image``): ``required``, ``too_large``, ``invalid``."""
    if not png:
        raise InvalidError("no drawing", fields={"image": "required"})
    if len(png) > MOST_BYTES:
        raise InvalidError("the drawing is too large", fields={"image": "too_large"})
    if not png.startswith(MAGIC) or png[12:16] != b"IHDR" or len(png) < 57:
        raise InvalidError("no PNG", fields={"image": "invalid"})
    width, height = struct.unpack(">II", png[16:24])
    if not (0 < width <= 4096 and 0 < height <= 4096 and width * height <= MOST_PIXELS):
        raise InvalidError("the drawing is too large", fields={"image": "too_large"})
    if not _has_ink(png):
        raise InvalidError("nothing was drawn", fields={"image": "required"})


def _has_ink(png: bytes) -> bool:
    """Whether the picture is more than one even surface: its unpacked rows hold more than a few values."""
    data = b"".join(_chunks(png, b"IDAT"))
    try:
        rows = zlib.decompressobj().decompress(data, MOST_PIXELS * 5)
    except zlib.error as error:
        raise InvalidError("no PNG", fields={"image": "invalid"}) from error
    return len(set(rows)) > 2 and len(rows) - rows.count(rows[:1]) > LEAST_DATA


def _chunks(png: bytes, name: bytes) -> list[bytes]:
    found, at = [], len(MAGIC)
    while at + 8 <= len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == name:
            found.append(png[at + 8 : at + 8 + size])
        at += 12 + size
    return found
