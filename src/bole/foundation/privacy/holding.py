"""What this capability itself keeps about a person: the decisions."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bole.foundation.org.models import Unit
from bole.foundation.privacy import services
from bole.foundation.privacy.journal import Entry
from bole.foundation.privacy.models import Consent, ErasureRecord


def export(candidate_id: uuid.UUID) -> Mapping[str, Any]:
    """All decisions."""
    columns = ("purpose", "granted", "wording_key", "wording_version", "decided_at", "withdrawn_at")
    return {"consents": list(Consent.objects.filter(candidate_id=candidate_id).values(*columns))}


def erase(candidate_id: uuid.UUID, now: datetime) -> int:
    """Decisions stay as proof that we were allowed to; all of them end."""
    rows = Consent.objects.filter(candidate_id=candidate_id, granted=True, withdrawn_at=None)
    return rows.update(withdrawn_at=now)


def erased_people() -> Iterable[Entry]:
    """For the journal."""
    for record in ErasureRecord.objects.all():
        yield {"id": str(record.candidate_id), "unit": str(record.unit_id), "reason": record.reason}


def erase_again(entry: Entry, now: datetime) -> bool:
    """A person erased after the backup was made. One whom it does not know at all leaves no tombstone."""
    candidate_id, unit_id = uuid.UUID(entry["id"]), uuid.UUID(entry["unit"])
    if ErasureRecord.objects.filter(candidate_id=candidate_id).exists():
        return False
    if not Unit.objects.filter(pk=unit_id).exists():
        return False
    services.erase_person(
        candidate_id=candidate_id, unit_id=unit_id, reason=entry["reason"], now=now, again=True
    )
    return True


def withdrawn_consents() -> Iterable[Entry]:
    """For the journal."""
    for pk in Consent.objects.exclude(withdrawn_at=None).values_list("pk", flat=True):
        yield {"id": str(pk)}


def withdraw_again(entry: Entry, now: datetime) -> bool:
    """A consent taken back after the backup was made."""
    return bool(Consent.objects.filter(pk=entry["id"], withdrawn_at=None).update(withdrawn_at=now))
