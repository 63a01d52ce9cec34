"""What candidates gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.hiring.candidates.models import Candidate, Resume


def export(candidate_id: UUID) -> dict[str, Any]:
    """The file itself."""
    found = Candidate.objects.filter(pk=candidate_id).first()
    if found is None:
        return {}
    return {
        "number": found.number,
        "name": found.name,
        "phone": found.phone,
        "email": found.email,
        "language": found.language,
        "created_at": found.created_at,
        "resume": [
            {"text": one.text, "source": one.source, "added_at": one.added_at}
            for one in Resume.objects.filter(candidate=found)
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Name, addresses and their search indexes go; number and row stay, so that statistics keep their
    count."""
    found = Candidate.objects.select_for_update().filter(pk=candidate_id, erased_at=None).first()
    if found is None:
        return 0
    found.name = found.phone = found.email = ""
    found.name_index = found.phone_index = found.email_index = ""
    found.erased_at = now
    Resume.objects.filter(candidate=found).delete()
    found.save()
    return 1
