"""What changes about onboardings of one's units, for open pages of HR."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.events import live as streams
from bole.workforce.onboarding import policies, services


@permission_required(policies.VIEW)
@require_GET
async def live(request: HttpRequest) -> HttpResponseBase:
    """Ids only; the page reads again with its reader's rights."""
    allowed = await sync_to_async(streams.for_actor)(actor_of(request), (services.TOPIC,))
    return streams.stream(request, allowed)
