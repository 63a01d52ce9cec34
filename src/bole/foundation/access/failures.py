"""One table: failure → status → page. Expected failures never show more than their code."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError

log = logging.getLogger(__name__)

BY_CODE = {
    "storage_full": 507,
    "too_large": 413,
    "too_many_attempts": 429,
    "gone": 410,
    "key_refused": 401,
}
BY_TYPE: tuple[tuple[type[BaseException], int], ...] = (
    (DeniedError, 403),
    (PermissionDenied, 403),
    (NotFoundError, 404),
    (Http404, 404),
    (ConflictError, 409),
    (InvalidError, 422),
)
CODES = {
    400: "bad_request",
    403: "denied",
    404: "not_found",
    409: "conflict",
    429: "too_many_attempts",
    500: "server_error",
    503: "unavailable",
}


def status_of(error: BaseException) -> int | None:
    """The HTTP status of an expected failure; None for one nobody foresaw."""
    if isinstance(error, BoleError) and error.code in BY_CODE:
        return BY_CODE[error.code]
    for kind, status in BY_TYPE:
        if isinstance(error, kind):
            return status
    if isinstance(error, BoleError):
        return 503 if error.retryable else 500
    return None


def wants_json(request: HttpRequest) -> bool:
    """Scripts ask with an Accept header, send JSON, or call an address below ``api/``."""
    return (
        "/api/" in request.path
        or request.headers.get("Accept", "").startswith("application/json")
        or request.content_type == "application/json"
    )


def page(
    request: HttpRequest, status: int, code: str = "", fields: dict[str, str] | None = None
) -> HttpResponse:
    """The error page, or for scripts ``{"error": {"code", "fields"?}}``."""
    code = code or CODES.get(status, "error")
    if wants_json(request):
        body: dict[str, Any] = {"code": code}
        if fields:
            body["fields"] = fields
        return JsonResponse({"error": body}, status=status)
    context = {"status": status, "code": code, "fields": fields or {}}
    for template in (f"errors/{status}.html", "errors/error.html"):
        try:
            return HttpResponse(render_to_string(template, context, request), status=status)
        except TemplateDoesNotExist:
            continue
        except Exception:
            log.exception("%s failed; a failure's page must not fail", template)
            break
    return HttpResponse(f"{status} {code}", status=status, content_type="text/plain; charset=utf-8")


def respond(request: HttpRequest, error: BaseException, status: int) -> HttpResponse:
    """The answer to an expected failure."""
    if status >= 500:
        log.error("%s %s: %s", request.method, request.path, error, exc_info=error)
    code = error.code if isinstance(error, BoleError) and status not in {403, 404} else ""
    return page(request, status, code, error.fields if isinstance(error, InvalidError) else None)


def bad_request(request: HttpRequest, _exception: Exception | None = None, **_given: Any) -> HttpResponse:
    """400, for Django's own handlers."""
    return page(request, 400)


def forbidden(request: HttpRequest, _exception: Exception | None = None, **_given: Any) -> HttpResponse:
    """403, for Django's own handlers."""
    return page(request, 403)


def not_found(request: HttpRequest, _exception: Exception | None = None, **_given: Any) -> HttpResponse:
    """404: no such address."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nobody foresaw it. Renders no template that could fail again."""
    if wants_json(request):
        return JsonResponse({"error": {"code": "server_error"}}, status=500)
    try:
        return HttpResponse(render_to_string("errors/500.html"), status=500)
    except Exception:
        log.exception("the page for status 500 failed too")
        return HttpResponse("500", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, **_given: Any) -> HttpResponse:
    """403 for a forged or stale form."""
    return page(request, 403, "csrf")


def locked_out(request: HttpRequest, *_given: Any, **_more: Any) -> HttpResponse:
    """429 after too many wrong passwords; the same for known and unknown names."""
    return page(request, 429)
