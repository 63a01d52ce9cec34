"""What this capability itself keeps about a person: the decisions."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bole.foundation.privacy.models import Consent


def export(candidate_id: uuid.UUID) -> Mapping[str, Any]:
    """All decisions."""
    columns = ("purpose", "granted", "wording_key", "wording_version", "decided_at", "withdrawn_at")
    return {"consents": list(Consent.objects.filter(candidate_id=candidate_id).values(*columns))}


def erase(candidate_id: uuid.UUID, now: datetime) -> int:
    """Decisions stay as proof that we were allowed to; all of them end."""
    rows = Consent.objects.filter(candidate_id=candidate_id, granted=True, withdrawn_at=None)
    return rows.update(withdrawn_at=now)
