"""Refusals: what the visitor learns, and the audit line that stays.

A bank user who asks for an existing thing outside his rights is told so (403). Candidates and strangers get
the same 404 whether the thing exists or not.
"""

import itertools
import re
import uuid

from django.db import connection
from django.http import HttpRequest

from bole.foundation.access.actors import ANONYMOUS, Actor, acting_as
from bole.foundation.access.views import actor_of
from bole.foundation.audit import services as audit

NIL = uuid.UUID(int=0)
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MOST = 8  # ids of a query that are looked up


def exists(object_id: uuid.UUID, table: str = "") -> bool:
    """Whether a scoped row with this id exists at all, in ``table`` or anywhere. Answers yes or no, nothing
    more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT bole_exists(%s, %s)", [table, object_id])
        return bool(cursor.fetchone()[0])


def settle(request: HttpRequest, status: int) -> int:
    """The status to answer with; writes the audit line of a refusal."""
    actor = actor_of(request)
    asked = _asked_for(request)
    there = any(exists(object_id) for object_id in asked)
    if not actor.is_bank_user:
        if there:
            _record(request, actor, asked)
        return 404
    if status == 403 or there:
        _record(request, actor, asked)
        return 403
    return 404


def _asked_for(request: HttpRequest) -> list[uuid.UUID]:
    """The ids in the address; the one named last is the thing itself. Those of its query come after."""
    match = request.resolver_match
    named = list(match.kwargs.values()) if match else []
    found = [value for value in reversed(named) if isinstance(value, uuid.UUID)]
    asked = (value for _name, values in request.GET.lists() for value in values)
    return found + [uuid.UUID(value) for value in itertools.islice(filter(ID.fullmatch, asked), MOST)]


def _record(request: HttpRequest, actor: Actor, asked: list[uuid.UUID]) -> None:
    match = request.resolver_match
    view = (match.view_name if match else "") or "unnamed"
    with acting_as(actor if actor.kind != "anonymous" else ANONYMOUS):
        audit.record(
            verb="access.request.denied",
            obj=("thing", asked[0] if asked else NIL),
            unit_id=actor.unit_ids[0] if actor.unit_ids else None,
            details={"view": view[:120], "method": request.method},
        )
