"""Seal what a person signed, once; keep the bank's own test authority."""

import dataclasses
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from bole.foundation.audit import services as audit
from bole.foundation.files import services as files
from bole.foundation.keys.current import keyring
from bole.foundation.signing import paper, rules, sealers, words
from bole.foundation.signing.models import Authority, SignedDocument
from bole.foundation.signing.rules import SignerMark
from bole.foundation.signing.typesetting import typeset
from bole.kernel.errors import InvalidError
from bole.kernel.ids import new_id
from bole.ports.errors import PortError
from bole.ports.esign import Certificate, OwnAuthority, Seal, SealOrder

__all__ = ["SignedDocument", "SignerMark", "keep_authority", "seal", "typeset"]
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def seal(
    pdf: bytes,
    *,
    kind: str,
    about_id: UUID,
    unit_id: UUID,
    candidate_id: UUID | None,
    signer: SignerMark,
    now: datetime,
) -> SignedDocument:
    """Put the person's signature and the bank's seal on ``pdf`` and keep the result encrypted.

    The same document of the same thing again gives what was sealed before; two at once make one. A process
    killed anywhere leaves nothing that counts: the next call seals again. Call it in a task where the sealer
    is a remote service. InvalidError codes: kind, document_differs (not the one the person saw),
    pdf_unreadable, document_too_large, image_type, image_too_large, signed_in_future; PortError as
    ``ports.esign.Sealer``.
    """
    _check(pdf, kind, signer, now)
    key = {"kind": kind, "about_id": about_id, "document_sha256": signer.document_sha256}
    reference = f"{kind}/{about_id}/{signer.document_sha256}"
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"signing/{reference}"])
    known = SignedDocument.objects.filter(**key).first()
    if known is not None:
        return known
    code = rules.new_code()
    with_sheet, made = _sealed(pdf, signer, kind, code, str(uuid5(about_id, reference)), now)
    stored = files.keep_whole(
        unit_id=unit_id, candidate_id=candidate_id, purpose="signed", body=made.pdf, now=now
    )
    document = SignedDocument.objects.create(
        **key,
        unit_id=unit_id,
        candidate_id=candidate_id,
        document_bytes=len(pdf),
        sheet_bytes=with_sheet,
        file_id=stored.pk,
        sha256=hashlib.sha256(made.pdf).hexdigest(),
        size=len(made.pdf),
        code=code,
        signature_sha256=made.signature_sha256,
        signer_name=signer.name,
        signed_at=signer.signed_at,
        code_reference=signer.code_reference,
        sealer=sealers.current().name,
        level=made.level,
        certificate=_as_json(made.certificate),
        sealed_at=now,
    )
    audit.record(
        verb="signing.document.sealed",
        obj=("signing_signeddocument", document.pk),
        unit_id=unit_id,
        details={"kind": kind, "document": key["document_sha256"], "sealed": document.sha256},
    )
    return document


def _check(pdf: bytes, kind: str, signer: SignerMark, now: datetime) -> None:
    if not rules.KIND.fullmatch(kind):
        raise InvalidError(f"{kind!r} is no kind of document", code="kind")
    if hashlib.sha256(pdf).hexdigest() != signer.document_sha256:
        raise InvalidError("this is not the document the person signed", code="document_differs")
    if len(pdf) > rules.MOST_BYTES:
        raise InvalidError("the document is too large to be sealed", code="document_too_large")
    if signer.signed_at > now:
        raise InvalidError("signed in the future", code="signed_in_future")
    problem = rules.image_problem(signer.image_png) if signer.image_png is not None else ""
    if problem:
        raise InvalidError("the drawn signature cannot be used", code=problem)


def _sealed(
    pdf: bytes, signer: SignerMark, kind: str, code: str, reference: str, now: datetime
) -> tuple[int, Seal]:
    """Length of the document with its sheet, and the sealed whole, checked before anybody gets it."""
    sealer = sealers.current()
    address = settings.PUBLIC_URL.rstrip("/") + reverse("signing:code", args=[code])
    laid, page = paper.with_sheet(pdf, signer, words.title(kind), code, address)
    made = sealer.seal(
        SealOrder(
            pdf=laid,
            reference=reference,
            reason=words.title(kind),
            location=rules.in_file(code),
            box=paper.box(page),
            appearance=paper.appearance(sealer.certificate(), now),
            at=now,
        )
    )
    proof = sealer.check(made.pdf)
    if not (proof.whole and proof.trusted and made.pdf.startswith(laid)):
        raise PortError(f"the sealer's work does not hold: {proof.problem}", code="seal_bad_reply")
    if len(made.pdf) > rules.MOST_BYTES:  # nobody could verify it on the page
        raise InvalidError("the document is too large to be sealed", code="document_too_large")
    return len(laid), made


def _as_json(certificate: Certificate) -> dict[str, Any]:
    plain = dataclasses.asdict(certificate)
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in plain.items()
    }


@transaction.atomic
def keep_authority(own: OwnAuthority, now: datetime) -> Authority:
    """Keep a test authority; from now on it seals where the bank has configured no certificate."""
    pk = new_id()
    sealed = keyring().seal(own.key, use=sealers.KEY_USE, aad=sealers.key_place(pk))
    kept = Authority.objects.create(
        id=pk, root=own.root.decode(), certificate=own.certificate.decode(), sealed_key=sealed, made_at=now
    )
    audit.record(verb="signing.authority.made", obj=("signing_authority", pk), unit_id=None)
    return kept
