"""The sheet of signatures behind a document, and what is seen of the seal."""

import hashlib
import io
from datetime import datetime
from pathlib import Path

import segno
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError as BrokenPdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject

from bole.foundation.signing import rules
from bole.foundation.signing.typesetting import typeset
from bole.foundation.workdays import bank_time
from bole.kernel.errors import InvalidError
from bole.ports.esign import Box, Certificate

TEMPLATES = Path(__file__).parent / "templates" / "signing"
SEAL_AT = (311.0, 556.0, 539.0, 686.0)  # points from the bottom left of A4, where sheet.typ leaves it free


def with_sheet(pdf: bytes, mark: rules.SignerMark, title: str, code: str, address: str) -> tuple[bytes, int]:
    """The document with the sheet as its last page, and that page's number from 0.

    The document's own bytes stay as they are, at the start of the file. InvalidError ``pdf_unreadable``.
    """
    sheet = typeset(TEMPLATES / "sheet.typ", _words(pdf, mark, title, code, address), mark.signed_at)
    try:
        return _appended(pdf, sheet)
    except (BrokenPdfError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InvalidError("the document cannot be read as a PDF", code="pdf_unreadable") from error


def appearance(certificate: Certificate, now: datetime) -> bytes:
    """What is seen of the bank's seal: a PDF of the seal's size."""
    left, bottom, right, top = SEAL_AT
    data = {
        "who": common_name(certificate.subject),
        "at": moment(now),
        "test": certificate.test,
        "width": right - left,
        "height": top - bottom,
    }
    return typeset(TEMPLATES / "seal.typ", data, now)


def box(page: int) -> Box:
    """Where the seal goes."""
    return Box(page, *SEAL_AT)


def moment(at: datetime) -> str:
    """With the zone, because the paper travels."""
    local = bank_time.local(at)
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{local:%z})"


def common_name(subject: str) -> str:
    """Out of an RFC 4514 name; the whole name where it has none."""
    found = [part[3:] for part in subject.split(",") if part.startswith("CN=")]
    return found[0] if found else subject


def _words(pdf: bytes, mark: rules.SignerMark, title: str, code: str, address: str) -> dict[str, object]:
    return {
        "title": title,
        "name": mark.name,
        "image": list(mark.image_png or b""),
        "at": moment(mark.signed_at),
        "reference": mark.code_reference,
        "how": mark.how,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "bytes": len(pdf),
        "code": rules.printed(code),
        "address": address,
        "qr": segno.make(address, micro=False, error="m").svg_inline(border=2),
    }


def _appended(pdf: bytes, sheet: bytes) -> tuple[bytes, int]:
    """As an incremental update of the document."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    pages = int(writer.prev.root["/Pages"]["/Count"])
    drawing = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(sheet)), page_ix=0)
    left, bottom, right, top = (float(edge) for edge in drawing.get_object()["/BBox"])
    resources = generic.DictionaryObject(
        {generic.pdf_name("/XObject"): generic.DictionaryObject({generic.pdf_name("/Sheet"): drawing})}
    )
    content = writer.add_object(generic.StreamObject(stream_data=b"q /Sheet Do Q"))
    writer.insert_page(PageObject(content, (left, bottom, right, top), resources))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), pages
