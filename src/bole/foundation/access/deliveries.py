"""What another system delivers here: proved by a signature the capability checks, answered by a status."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse

from bole.foundation.access.actors import system_scope
from bole.kernel.errors import BoleError, NotFoundError
from bole.ports.errors import PortError

MOST_BYTES = 512 * 1024


def taken(
    request: HttpRequest, reason: str, receive: Callable[[Mapping[str, str], bytes], object]
) -> HttpResponse:
    """Hand headers and body to ``receive``, as the system, for ``reason``.

    204; 401 wrong or late, 409 replayed or not expected, 404 unknown, 413 too large, 422 unusable.
    """
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        with system_scope(reason[:60]):
            receive(dict(request.headers), request.body)
    except BoleError as error:
        return JsonResponse({"code": error.code}, status=_status(error))
    return HttpResponse(status=204)


def _status(error: BoleError) -> int:
    if isinstance(error, PortError):
        return 401 if error.code == "callback_refused" else 422
    return 404 if isinstance(error, NotFoundError) else 409
