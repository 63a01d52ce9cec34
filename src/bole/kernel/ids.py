"""Typed identifiers. Random, so that an address tells nothing and cannot be guessed."""

import secrets
import uuid
from typing import NewType

UnitId = NewType("UnitId", uuid.UUID)
UserId = NewType("UserId", uuid.UUID)
CandidateId = NewType("CandidateId", uuid.UUID)
RequisitionId = NewType("RequisitionId", uuid.UUID)
ApplicationId = NewType("ApplicationId", uuid.UUID)
InterviewId = NewType("InterviewId", uuid.UUID)
AnswerId = NewType("AnswerId", uuid.UUID)
FileId = NewType("FileId", uuid.UUID)
ReportId = NewType("ReportId", uuid.UUID)


def new_id() -> uuid.UUID:
    """A random (version 4) identifier: 122 bits nobody can guess."""
    return uuid.uuid4()


def new_secret(nbytes: int = 32) -> str:
    """A URL-safe secret of ``nbytes`` random bytes, for links and tokens."""
    return secrets.token_urlsafe(nbytes)
