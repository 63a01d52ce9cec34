"""A file in parts over HTTP, for script: what was sent is kept when the network breaks, and only the rest is
sent. How such requests are read and answered, alike for every capability that takes files this way."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from bole.foundation.access import failures
from bole.foundation.ui import messages
from bole.kernel.errors import BoleError, DeniedError, InvalidError, NotFoundError
from bole.kernel.json_body import object_in

PART_LIMIT = 2 * 1024 * 1024
BODY_LIMIT = 64 * 1024
Answer = Callable[..., dict[str, Any]]


def answering(
    problem: Callable[[BoleError], Mapping[str, Any]] = messages.problem,
) -> Callable[[Answer], Callable[..., HttpResponse]]:
    """The function's dictionary as JSON; an expected failure as ``{code, message}``, worded by ``problem``.

    Refusals are left to the middleware, which answers them alike everywhere and writes the audit line.
    """

    def decorate(function: Answer) -> Callable[..., HttpResponse]:
        @functools.wraps(function)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return JsonResponse(function(request, *args, **kwargs))
            except (NotFoundError, DeniedError):
                raise
            except BoleError as error:
                return JsonResponse(dict(problem(error)), status=failures.status_of(error) or 500)

        return guarded

    return decorate


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON object, empty for no body; InvalidError for anything else."""
    within(request, BODY_LIMIT)
    return object_in(request.body or b"{}")


def whole(body: Mapping[str, Any], name: str) -> int:
    """A whole number that is not negative."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidError(f"{name} is a number", code="bad_request")
    return value


def part_of(request: HttpRequest) -> tuple[str, bytes]:
    """SHA-256 as sent, and the bytes of one part."""
    within(request, PART_LIMIT)
    return request.headers.get("X-Part-SHA256", ""), request.body


def within(request: HttpRequest, limit: int) -> None:
    """InvalidError for a body longer than ``limit`` bytes, before it is read."""
    if int(request.headers.get("Content-Length") or 0) > limit:
        raise InvalidError("the request is too large", code="too_large")
