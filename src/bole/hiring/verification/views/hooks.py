"""Where sources deliver results."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bole.foundation.access import deliveries
from bole.foundation.access.views import public
from bole.hiring.verification import services
from bole.kernel.clock import utc_now


@public("a source proves itself by its signature over id, time and body")
@csrf_exempt
@require_POST
def results(request: HttpRequest, source: str) -> HttpResponse:
    """Take a delivery."""
    return deliveries.taken(
        request,
        f"a result of {source}",
        lambda headers, body: services.receive(source=source, headers=headers, body=body, now=utc_now()),
    )
