"""Who may sign, and when those who may are reminded. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import rfc8785

SHORTEST_REFUSAL = 4  # characters of the reason for a refusal


def why_not(*, who: UUID | None, proposer: UUID, state: str, allowed: bool) -> str:
    """Why this person may not decide: a code, or nothing."""
    if state != "waiting":
        return "already_decided"
    if who is None or who == proposer:
        return "second_person_needed"
    return "" if allowed else "denied"


def fingerprint(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the payload as canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(dict(payload))).hexdigest()


def remind_at(proposed_at: datetime, due_at: datetime) -> datetime:
    """When two thirds of the time are gone."""
    return proposed_at + (due_at - proposed_at) * 2 / 3


def due_after(proposed_at: datetime, hours: int) -> datetime:
    """The deadline."""
    return proposed_at + timedelta(hours=hours)
