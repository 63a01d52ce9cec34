"""Where sources deliver results."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import public
from bole.hiring.verification import services
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, NotFoundError
from bole.ports.errors import PortError

MOST_BYTES = 512 * 1024


@public("a source proves itself by its signature over id, time and body")
@csrf_exempt
@require_POST
def results(request: HttpRequest, source: str) -> HttpResponse:
    """Take a delivery: 204; 401 wrong or late, 409 replayed or not expected, 404 unknown, 422 unusable."""
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        with system_scope(f"a result of {source}"[:60]):
            services.receive(source=source, headers=dict(request.headers), body=request.body, now=utc_now())
    except BoleError as error:
        return JsonResponse({"code": error.code}, status=_status(error))
    return HttpResponse(status=204)


def _status(error: BoleError) -> int:
    if isinstance(error, PortError):
        return 401 if error.code == "callback_refused" else 422
    return 404 if isinstance(error, NotFoundError) else 409
