"""A document in parts, for script: what was sent is kept when the network breaks."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import failures
from bole.foundation.files import queries as files
from bole.foundation.ui import messages
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, InvalidError
from bole.kernel.json_body import object_in
from bole.workforce.onboarding import services, words

PART_LIMIT, BODY_LIMIT = 2 * 1024 * 1024, 16 * 1024


def answering(function: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """The dictionary as JSON; an expected failure as {code, message} with the remedy in words."""

    @functools.wraps(function)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return JsonResponse(function(request, **kwargs))
        except BoleError as error:
            body = messages.problem(error)
            if error.code in words.UPLOADS:
                body["message"] = str(words.UPLOADS[error.code])
            return JsonResponse(body, status=failures.status_of(error) or 500)

    return guarded


@code_needed
@require_POST
def start(request: HttpRequest, token: str, holder: Pass, task_id: UUID) -> HttpResponse:
    """Open an upload."""
    return _start(request, token=token, task_id=task_id, holder=holder)


@answering
def _start(request: HttpRequest, *, token: str, task_id: UUID, holder: Pass) -> dict[str, Any]:
    del holder
    body = _body(request)
    upload_id = services.start_upload(
        task_id=task_id, name=str(body.get("name", "")), size=_whole(body, "size"), now=utc_now()
    )
    return {
        "upload": reverse("onboarding_portal:upload", args=[token, task_id, upload_id]),
        "part_bytes": files.part_bytes(),
    }


@code_needed
@require_GET
def upload(request: HttpRequest, token: str, holder: Pass, task_id: UUID, upload_id: UUID) -> HttpResponse:
    """Which parts are here."""
    del token, holder
    return _received(request, task_id=task_id, upload_id=upload_id)


@answering
def _received(request: HttpRequest, *, task_id: UUID, upload_id: UUID) -> dict[str, Any]:
    del request
    return {"received": list(services.received(task_id=task_id, upload_id=upload_id))}


@code_needed
@require_http_methods(["PUT"])
def part(
    request: HttpRequest, token: str, holder: Pass, task_id: UUID, upload_id: UUID, index: int
) -> HttpResponse:
    """Take one part."""
    del token, holder
    return _part(request, task_id=task_id, upload_id=upload_id, index=index)


@answering
def _part(request: HttpRequest, *, task_id: UUID, upload_id: UUID, index: int) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > PART_LIMIT:
        raise InvalidError("a part is too large", code="too_large")
    receipt = services.put_part(
        task_id=task_id,
        upload_id=upload_id,
        index=index,
        sha256=request.headers.get("X-Part-SHA256", ""),
        body=request.body,
    )
    return {"index": receipt.index, "duplicate": receipt.duplicate}


@code_needed
@require_POST
def finish(request: HttpRequest, token: str, holder: Pass, task_id: UUID, upload_id: UUID) -> HttpResponse:
    """All parts are there."""
    del holder
    return _finish(request, token=token, task_id=task_id, upload_id=upload_id)


@answering
def _finish(request: HttpRequest, *, token: str, task_id: UUID, upload_id: UUID) -> dict[str, Any]:
    body = _body(request)
    services.finish_upload(
        task_id=task_id,
        upload_id=upload_id,
        parts=_whole(body, "parts"),
        total_bytes=_whole(body, "total_bytes"),
        now=utc_now(),
    )
    return {"next": reverse("onboarding_portal:task", args=[token, task_id])}


def _body(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > BODY_LIMIT:
        raise InvalidError("the request is too large", code="too_large")
    return object_in(request.body)


def _whole(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidError(f"{name} is a number", code="bad_request")
    return value
