"""Views for the tests of middleware and decorators."""

import asyncio
import uuid

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from bole.foundation.access import require
from bole.foundation.access.actors import current
from bole.foundation.access.permissions import declare
from bole.foundation.access.roles import AUDITOR, BRANCH_HR, HEAD_OFFICE_HR
from bole.foundation.access.views import actor_of, candidate_link, permission_required, public
from bole.foundation.audit import services as audit
from bole.kernel.errors import BoleError, ConflictError, InvalidError

declare("probe.view", {HEAD_OFFICE_HR, BRANCH_HR, AUDITOR})
declare("probe.change", {HEAD_OFFICE_HR, BRANCH_HR})


def _words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM probe ORDER BY word")
        return [row[0] for row in cursor.fetchall()]


@permission_required("probe.view")
def listing(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"words": _words(), "kind": actor_of(request).kind})


@permission_required("probe.view")
async def listing_async(request: HttpRequest) -> JsonResponse:
    await asyncio.sleep(0)
    first = await sync_to_async(_words)()
    await asyncio.sleep(0.001)
    return JsonResponse({"words": await sync_to_async(_words)(), "same": first, "kind": current().kind})


@permission_required("probe.view")
def one(request: HttpRequest, probe_id: uuid.UUID) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM probe WHERE id = %s", [probe_id])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return HttpResponse(row[0])


@permission_required("probe.change")
def change(request: HttpRequest, probe_id: uuid.UUID, unit_id: uuid.UUID) -> HttpResponse:
    with transaction.atomic():
        audit.record(
            verb="test.probe.changed", obj=("probe", probe_id), unit_id=actor_of(request).unit_ids[0]
        )
        require(actor_of(request), "probe.change", unit_id)
    return HttpResponse("changed")


@candidate_link
def candidate(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(token)


@public("test")
def failing(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "conflict": ConflictError("secret words"),
        "invalid": InvalidError("secret words", fields={"name": "required"}),
        "full": BoleError("secret words", code="storage_full", retryable=True),
        "later": BoleError("secret words", code="mail_down", retryable=True),
        "broken": BoleError("secret words", code="broken"),
    }[kind]


urlpatterns = [
    path("", include("bole.foundation.ui.urls")),  # the error pages link there
    path("probe/", listing, name="listing"),
    path("probe/async/", listing_async),
    path("probe/<uuid:probe_id>/", one, name="one"),
    path("probe/<uuid:probe_id>/<uuid:unit_id>/", change, name="change"),
    path("candidate/<str:token>/", candidate),
    path("failing/<str:kind>/", failing),
    path("silent/", lambda request: HttpResponse("who may?")),
    path("unknown/", permission_required("probe.nobody_declared")(lambda request: HttpResponse(""))),
]
