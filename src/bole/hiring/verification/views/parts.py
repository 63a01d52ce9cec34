"""A paper in parts, for the person and for HR: what was sent is kept when the network breaks."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from bole.foundation.access import failures
from bole.foundation.files import queries as files
from bole.hiring.verification import services, words
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, DeniedError, InvalidError, NotFoundError
from bole.kernel.json_body import object_in

PART_LIMIT = 2 * 1024 * 1024
BODY_LIMIT = 16 * 1024


def answering(function: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """The function's dictionary as JSON; an expected failure as ``{code, message}`` in the reader's words.

    Refusals are left to the middleware, which answers them alike everywhere and writes the audit line.
    """

    @functools.wraps(function)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return JsonResponse(function(request, *args, **kwargs))
        except (NotFoundError, DeniedError):
            raise
        except BoleError as error:
            said = {"code": error.code, "message": words.problem(error.code)}
            return JsonResponse(said, status=failures.status_of(error) or 500)

    return guarded


def start(request: HttpRequest, check_id: UUID, address: Callable[[UUID], str]) -> dict[str, Any]:
    """Open an upload; ``address`` gives where its parts go."""
    body = _body_of(request)
    paper = services.start(
        check_id=check_id, name=str(body.get("name", "")), size=_whole(body, "size"), now=utc_now()
    )
    assert paper.upload_id is not None
    return {"upload": address(paper.upload_id), "part_bytes": files.part_bytes()}


def received(upload_id: UUID) -> dict[str, Any]:
    """Which parts are here."""
    return {"received": list(services.received(upload_id=upload_id))}


def part(request: HttpRequest, upload_id: UUID, index: int) -> dict[str, Any]:
    """Take one part."""
    if int(request.headers.get("Content-Length") or 0) > PART_LIMIT:
        raise InvalidError("a part is too large", code="upload_too_large")
    sha256 = request.headers.get("X-Part-SHA256", "")
    receipt = services.put_part(upload_id=upload_id, index=index, sha256=sha256, body=request.body)
    return {"index": receipt.index, "duplicate": receipt.duplicate}


def finish(request: HttpRequest, upload_id: UUID, following: str) -> dict[str, Any]:
    """All parts are there; ``following`` is where the browser goes."""
    body = _body_of(request)
    services.finish(
        upload_id=upload_id,
        parts=_whole(body, "parts"),
        total_bytes=_whole(body, "total_bytes"),
        now=utc_now(),
    )
    return {"next": following}


def _body_of(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > BODY_LIMIT:
        raise InvalidError("the request is too large", code="too_large")
    return object_in(request.body)


def _whole(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidError(f"{name} is a number", code="bad_request")
    return value
