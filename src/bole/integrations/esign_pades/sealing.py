"""A PDF, a place in it and a signer → the sealed PDF (PAdES baseline, ETSI EN 319 142-1, by pyHanko)."""

import asyncio
import hashlib
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from bole.ports.errors import PortError
from bole.ports.esign import Certificate, Seal, SealOrder

FIELD = "签章"
DIGEST = "sha256"
ROOM_WITH_STAMP = 32 * 1024  # hex digits kept free where the container's size is not known before
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Means:
    """What seals: a pyHanko signer, whose certificate it uses, and a time-stamp authority if there is one.

    ``reserved``: bytes kept free for the container; None lets pyHanko estimate them from the signer.
    """

    signer: signers.Signer
    certificate: Certificate
    stamper: TimeStamper | None = None
    reserved: int | None = None


def seal(order: SealOrder, means: Means) -> Seal:
    """Seal one file. PortError: ``pdf_unreadable``; what the signer and the stamper raise goes through."""
    try:
        sealed = waited_for(_signed(order, means))
    except (PdfError, ValueError, KeyError, IndexError) as error:
        raise PortError("the file cannot be sealed as a PDF", code="pdf_unreadable") from error
    except TimestampRequestError as error:
        raise PortError("the time-stamp authority failed", code="stamp_down", retryable=True) from error
    container = PdfFileReader(io.BytesIO(sealed)).embedded_regular_signatures[-1].pkcs7_content
    return Seal(
        sealed,
        means.certificate,
        "B-T" if means.stamper else "B-B",
        hashlib.sha256(container).hexdigest(),
    )


def waited_for(work: Coroutine[Any, Any, T]) -> T:
    """The outcome of asynchronous work; also for a caller who runs inside an event loop himself."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(asyncio.run, work).result()


async def _signed(order: SealOrder, means: Means) -> bytes:
    """As ``PdfSigner.async_sign_pdf``, with the order's time as the claimed one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(order.pdf), strict=False)
    session = _pdf_signer(order, means).init_signing_session(writer)
    session.system_time = order.at
    info = await session.perform_presign_validation(writer)
    room = means.reserved or await session.estimate_signature_container_size(info, tight=False)
    document = session.prepare_tbs_document(validation_info=info, bytes_reserved=room)
    out = io.BytesIO()
    prepared, _written = document.digest_tbs_document(output=out)
    attributes = signers.pdf_cms.PdfCMSSignedAttributes(signing_time=order.at)
    finished = await document.perform_signature(prepared.document_digest, attributes)
    await finished.post_signature_processing(out)
    return out.getvalue()


def _pdf_signer(order: SealOrder, means: Means) -> signers.PdfSigner:
    box = order.box
    return signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            reason=order.reason,
            location=order.location,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        signer=means.signer,
        timestamper=means.stamper,
        stamp_style=StaticStampStyle(border_width=0, background=_Drawn(order.appearance)),
        new_field_spec=fields.SigFieldSpec(
            FIELD,
            on_page=box.page,
            box=(round(box.left), round(box.bottom), round(box.right), round(box.top)),
        ),
    )


class _Drawn(PdfContent):
    """The first page of a PDF in memory, as what is seen of the seal."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        """The page as one drawing; its size is the box to lay out in."""
        drawing = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)), page_ix=0)
        left, bottom, right, top = (float(edge) for edge in drawing.get_object()["/BBox"])
        self.resources.xobject["/Seal"] = drawing
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Seal Do"
