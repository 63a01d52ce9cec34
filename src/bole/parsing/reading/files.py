"""A file's bytes → a ``Reading``: what kind of file it is, by its content and never by its name."""

import re
from collections.abc import Callable, Iterable

from bole.parsing.errors import ParsingError
from bole.parsing.fields import instructions
from bole.parsing.reading import docx, lines, pdf, plain
from bole.parsing.reading.pdf import ReadPicture
from bole.parsing.types import Reading, Warned

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"BM", b"II*\x00", b"MM\x00*")
# What a mail's link gives when the attachment has expired, kept under the name of the résumé.
_ERROR_PAGE = re.compile(
    rb"<title>\s*(?:[45]\d\d\b|error\b|[^<]{0,60}\b(?:not found|forbidden|expired)\b)", re.IGNORECASE
)
_OCR = Warned("ocr", "the text was recognised from a picture; letters may be mistaken")
DecodePicture = Callable[[bytes], pdf.Picture]


def read(data: bytes, recognise: ReadPicture | None, decode: DecodePicture | None) -> Reading:
    """Read any supported file. ``recognise`` and ``decode``: the text recogniser, None where there is none.

    Raises ``ParsingError``, see its codes.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise ParsingError("the file is empty", code="empty")
    if b"%PDF-" in data[:1024]:
        found = _pdf(data, recognise)
    elif data[:4] == b"PK\x03\x04":
        text = docx.read(data)
        found = Reading((tuple(text.lines),), tuple(_hidden(text.hidden)))
    elif data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        found = _picture(data, recognise, decode)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ParsingError("old Word files (.doc) are not read; save it as DOCX or PDF", code="unsupported")
    elif data.lstrip()[:5] == b"{\\rtf":
        raise ParsingError("RTF files are not read; save it as DOCX or PDF", code="unsupported")
    elif _ERROR_PAGE.search(data[:4096]):
        raise ParsingError("the file is an error page of a web server, no résumé", code="unreadable")
    else:
        page = plain.read(plain.decode(data))
        found = Reading((tuple(page.lines),), tuple(_hidden(page.hidden)))
    if not any(line.text.strip() for line in found.orders[0]):
        raise ParsingError("nothing to read was found in the file", code="no_text")
    return found


def _pdf(data: bytes, recognise: ReadPicture | None) -> Reading:
    text = pdf.read(data, recognise)
    warnings = [*_hidden(text.hidden), *([_OCR] if text.pictures else [])]
    return Reading(lines.orders(text.pages), tuple(warnings))


def _picture(data: bytes, recognise: ReadPicture | None, decode: DecodePicture | None) -> Reading:
    if recognise is None or decode is None:
        raise ParsingError("the file is a picture and no text recogniser is installed", code="ocr_missing")
    image = decode(data)
    page = recognise(image, 842 / max(image.shape[:2]))  # as if it were a sheet of A4
    return Reading(lines.orders([page]), (_OCR,))


def _hidden(found: Iterable[tuple[str, str]]) -> list[Warned]:
    """Hidden text is reported; when it gives orders, that too."""
    warnings = []
    for reason, text in found:
        if not text.strip():
            continue
        warnings.append(Warned("hidden_text", f"text nobody sees: {reason}", text[:2000]))
        if order := instructions.found_in(text):
            warnings.append(Warned("instruction", "hidden text speaks to the scorer", order[:2000]))
    return warnings
