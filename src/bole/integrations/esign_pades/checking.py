"""A sealed PDF → what its last signature proves, by pyHanko, without any network."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from bole.integrations.esign_pades.certificates import for_pyhanko, from_pem, from_pyhanko
from bole.integrations.esign_pades.sealing import waited_for
from bole.ports.esign import Check

NOTHING = Check(False, False, False, None, None, None, 0, "unsigned")
_BROKEN = (
    PdfError, SignatureValidationError, UnacceptableSignerError, ValidationError, PathError,
    ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError, AssertionError,
)  # fmt: skip


def check(pdf: bytes, roots: Iterable[bytes]) -> Check:
    """The last signature of a file. ``problem``: unsigned, unreadable, changed, appended, untrusted or ""."""
    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
        return waited_for(_checked(found[-1], len(pdf), roots)) if found else NOTHING
    except _BROKEN:  # a stranger's file may be broken in any way; then it proves nothing
        return Check(False, False, False, None, None, None, 0, "unreadable")


async def _checked(signature: EmbeddedPdfSignature, size: int, roots: Iterable[bytes]) -> Check:
    signature.compute_integrity_info()
    claimed = signature.self_reported_timestamp
    anchors = [for_pyhanko(one) for pem in roots for one in from_pem(pem)]
    status = await async_validate_pdf_signature(signature, _context(anchors, claimed))
    _offset, _length, *rest = (int(part) for part in signature.byte_range)
    covered = sum(rest)
    whole = status.intact and status.valid and covered == size
    stamped = status.timestamp_validity
    return Check(
        intact=status.intact and status.valid,
        whole=whole,
        trusted=status.trusted,
        certificate=from_pyhanko(signature.signer_cert),
        signed_at=claimed,
        stamped_at=stamped.timestamp if stamped is not None and stamped.valid and stamped.trusted else None,
        covered=covered,
        problem=_problem(status, whole=whole),
    )


def _context(anchors: list[object], claimed: datetime | None) -> ValidationContext:
    """Judged at the time the signature claims: a certificate that ran out later sealed validly then."""
    moment = claimed or datetime.now(UTC)
    return ValidationContext(trust_roots=anchors, allow_fetching=False, moment=moment)


def _problem(status: PdfSignatureStatus, *, whole: bool) -> str:
    if not (status.intact and status.valid):
        return "changed"
    if not whole:
        return "appended"
    return "" if status.trusted else "untrusted"
