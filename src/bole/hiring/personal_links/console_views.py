"""A new address for a person's own page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.foundation.access.views import permission_required
from bole.hiring.personal_links import policies, services
from bole.kernel.clock import utc_now


@permission_required(policies.RENEW)
@require_POST
def renew(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """The old address is dead; the new one goes to the person."""
    services.send_new_address(candidate_id=candidate_id, now=utc_now())
    messages.success(request, _("The old address is dead; the new one is on its way to the person."))
    return redirect("console:person", candidate_id)
