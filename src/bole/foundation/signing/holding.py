"""What this capability keeps about a person. The file itself is handed out and destroyed by ``files``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.foundation.signing import rules
from bole.foundation.signing.models import SignedDocument


def export(candidate_id: UUID) -> dict[str, Any]:
    """What the person signed, when, and the code it can be verified by."""
    rows = SignedDocument.objects.filter(candidate_id=candidate_id, erased_at=None).order_by("signed_at")
    return {"signed_documents": [_one(row) for row in rows]}


def _one(row: SignedDocument) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.signer_name,
        "signed_at": row.signed_at,
        "sealed_at": row.sealed_at,
        "document_sha256": row.document_sha256,
        "sha256": row.sha256,
        "code": rules.printed(row.code),
        "certificate": row.certificate["subject"],
    }


def erase(candidate_id: UUID, now: datetime) -> int:
    """Name and person go. Hashes and code stay and lead to nobody: the person's own copy can still be
    verified."""
    rows = SignedDocument.objects.filter(candidate_id=candidate_id, erased_at=None)
    return rows.update(candidate_id=None, signer_name=None, code_reference="", erased_at=now)
