"""Clients of the open interface: made by the command line, known by their key, answered once per key."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import services as audit
from bole.kernel.errors import BoleError, ConflictError, InvalidError
from bole.web.openapi.models import ApiCall, ApiClient

SCOPES = frozenset({"candidates.write"})
PREFIX = "bole_"


class KeyRefusedError(BoleError):
    """No key, a wrong one, a revoked one, or one without the scope: which of these is not told."""

    code = "key_refused"


def _hashed(key: str) -> str:
    """256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_client(*, unit_id: UUID, code: str, scopes: Iterable[str], now: datetime) -> tuple[ApiClient, str]:
    """A client and its key, which is shown this once."""
    wanted = sorted(set(scopes))
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", code) or not wanted or set(wanted) - SCOPES:
        raise InvalidError("a short code and known scopes are needed", code="client_invalid")
    if ApiClient.objects.filter(code=code).exists():
        raise ConflictError(f"there is a client {code} already", code="client_known")
    key = PREFIX + secrets.token_urlsafe(32)
    made = ApiClient.objects.create(
        unit_id=unit_id, code=code, key_hash=_hashed(key), scopes=wanted, created_at=now
    )
    audit.record(verb="openapi.client.made", obj=("api_client", made.pk), unit_id=unit_id)
    return made, key


@transaction.atomic
def revoke_client(*, code: str, now: datetime) -> ApiClient:
    """From now on its key opens nothing; twice is harmless."""
    row = ApiClient.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise InvalidError(f"there is no client {code}", code="client_unknown")
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        audit.record(verb="openapi.client.revoked", obj=("api_client", row.pk), unit_id=row.unit_id)
    return row


def client_of(authorization: str, scope: str, now: datetime) -> ApiClient:
    """The client of an Authorization header; KeyRefusedError for anything else."""
    kind, _space, key = authorization.partition(" ")
    if kind.lower() != "bearer" or not key.startswith(PREFIX):
        raise KeyRefusedError("no key")
    with system_scope("openapi:find"):
        found = ApiClient.objects.filter(key_hash=_hashed(key.strip()), revoked_at=None).first()
        if found is None or scope not in found.scopes:
            raise KeyRefusedError("no such key")
        ApiClient.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


@transaction.atomic
def answer_once(
    *, client: ApiClient, key: str, payload: bytes, now: datetime, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do ``work`` once per Idempotency-Key, in one transaction with the note that it was done.

    Two calls at once come one after the other. The same key with another payload is a ConflictError.
    """
    if not re.fullmatch(r"[\x21-\x7e]{1,64}", key):
        raise InvalidError("an Idempotency-Key of 1 to 64 plain characters is needed", code="key_missing")
    digest = hashlib.sha256(payload).hexdigest()
    row, _new = ApiCall.objects.get_or_create(
        client=client, key=key, defaults={"unit_id": client.unit_id, "payload_sha256": digest, "at": now}
    )
    row = ApiCall.objects.select_for_update().get(pk=row.pk)
    if row.payload_sha256 != digest:
        raise ConflictError("this key was used for another payload", code="key_reused")
    if row.answer is None:
        row.answer = work()
        row.save(update_fields=["answer"])
    answer: dict[str, Any] = row.answer
    return answer
