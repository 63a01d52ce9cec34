"""What personal links give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.hiring.personal_links.models import OneTimeCode, PersonalLink


def export(candidate_id: UUID) -> dict[str, Any]:
    """Since when and until when the person's address is good."""
    rows = PersonalLink.objects.filter(candidate_id=candidate_id)
    return {
        "personal_links": [
            {"made_at": row.made_at, "expires_at": row.expires_at, "verified_at": row.verified_at}
            for row in rows
        ]
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """The address and its codes go entirely."""
    codes, _ = OneTimeCode.objects.filter(candidate_id=candidate_id).delete()
    links, _ = PersonalLink.objects.filter(candidate_id=candidate_id).delete()
    return codes + links
