"""Sealed documents, for whoever may see the row; and what a stranger's file is, for everybody."""

import hashlib
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from bole.foundation.access.actors import system_scope
from bole.foundation.files import queries as files
from bole.foundation.signing import rules, sealers
from bole.foundation.signing.models import Authority, SignedDocument
from bole.kernel.errors import NotFoundError
from bole.ports.esign import Check, Sealer

State = Literal["intact", "changed", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is. ``document`` is what we sealed under its code or with its seal, None when unknown.

    ``difference`` is None too where our own copy was destroyed: then only the hash says it was changed.
    """

    state: State
    sha256: str
    document: SignedDocument | None = None
    difference: rules.Difference | None = None


def document(document_id: UUID) -> SignedDocument:
    """NotFoundError when there is none, or not for this actor."""
    found = SignedDocument.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFoundError("no such document")
    return found


def document_of(kind: str, about_id: UUID) -> SignedDocument | None:
    """The newest sealed document of a thing."""
    return SignedDocument.objects.filter(kind=kind, about_id=about_id).order_by("-sealed_at").first()


def open_pdf(document_id: UUID) -> bytes:
    """The sealed file; NotFoundError when it was erased."""
    with files.open_plain(document(document_id).file_id) as plain:
        return bytes(plain.read())


def by_code(typed: str) -> SignedDocument | None:
    """For everybody who holds the code: look at nothing but kind, times and certificate."""
    code = rules.normalised(typed)
    with system_scope("public verification of a document"):
        return SignedDocument.objects.filter(code=code).first() if code else None


def verify(pdf: bytes) -> Verdict:
    """What anybody's file is. It is compared, never opened: nothing in it can do harm."""
    digest = hashlib.sha256(pdf).hexdigest()
    with system_scope("public verification of a document"):
        same = SignedDocument.objects.filter(sha256=digest).first()
        if same is not None:
            return Verdict("intact", digest, same)
        claimed = _claimed(pdf)
        if claimed is None:
            return Verdict("unknown", digest)
        return Verdict("changed", digest, claimed, _difference(pdf, claimed))


def _claimed(pdf: bytes) -> SignedDocument | None:
    """The document a file that is none of ours claims to be, by its seal or by the code beside it."""
    seals = [hashlib.sha256(container).hexdigest() for container in rules.containers_in(pdf)]
    by_seal = SignedDocument.objects.filter(signature_sha256__in=seals).first()
    return by_seal or SignedDocument.objects.filter(code__in=rules.codes_in(pdf)).first()


def _difference(pdf: bytes, claimed: SignedDocument) -> rules.Difference | None:
    try:
        ours = open_pdf(claimed.pk)
    except NotFoundError:
        return None
    return rules.difference(pdf, ours, document=claimed.document_bytes, sheet=claimed.sheet_bytes)


def sealer() -> Sealer:
    """The one in force; PortError ``seal_unset``, ``seal_key``."""
    return sealers.current()


def check(pdf: bytes) -> Check:
    """What the signature in a file proves, whoever's it is; opens the file as a PDF."""
    return sealers.current().check(pdf)


def authorities() -> list[Authority]:
    """All generations of the test authority, newest first."""
    return list(Authority.objects.all())
