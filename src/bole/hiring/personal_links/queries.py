"""Reads of personal links."""

from datetime import datetime
from uuid import UUID

from bole.foundation.access.actors import system_scope
from bole.hiring.personal_links import tokens
from bole.hiring.personal_links.models import PersonalLink


def of_candidate(candidate_id: UUID) -> PersonalLink | None:
    """The person's link, if the actor may know of it."""
    return PersonalLink.objects.filter(candidate_id=candidate_id).first()


def is_open(token: str, link_id: UUID, now: datetime) -> bool:
    """Whether the address still is the person's, and has not run out."""
    with system_scope("personal link"):
        found = PersonalLink.objects.filter(pk=link_id, token_hash=tokens.hashed(token), expires_at__gt=now)
        return found.exists()
