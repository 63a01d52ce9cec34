"""A file in parts, for script: what was sent is kept when the network breaks, and only the rest is sent."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from bole.foundation.access import failures
from bole.foundation.ui import messages
from bole.hiring.intake.words import WORDS
from bole.kernel.errors import BoleError, InvalidError
from bole.kernel.json_body import object_in

messages.register(WORDS)
PART_LIMIT = 2 * 1024 * 1024
BODY_LIMIT = 16 * 1024


def answering(function: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """The function's dictionary as JSON; an expected failure as ``{code, message}`` in the reader's words."""

    @functools.wraps(function)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return JsonResponse(function(request, **kwargs))
        except BoleError as error:
            return JsonResponse(messages.problem(error), status=failures.status_of(error) or 500)

    return guarded


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON object; InvalidError for anything else."""
    if int(request.headers.get("Content-Length") or 0) > BODY_LIMIT:
        raise InvalidError("the request is too large", code="too_large")
    return object_in(request.body)


def whole(body: dict[str, Any], name: str) -> int:
    """A whole number that is not negative."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidError(f"{name} is a number", code="bad_request")
    return value


def part_of(request: HttpRequest) -> tuple[str, bytes]:
    """Hash and bytes of one part."""
    if int(request.headers.get("Content-Length") or 0) > PART_LIMIT:
        raise InvalidError("a part is too large", code="too_large")
    return request.headers.get("X-Part-SHA256", ""), request.body
