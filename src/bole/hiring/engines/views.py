"""The callback, the list of interviews held elsewhere, and the button that asks for one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import deliveries
from bole.foundation.access.views import actor_of, permission_required, public
from bole.hiring.engines import panel, policies, queries, services
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

SHOWN = 100


@public("an engine proves itself by its signature over id, time and body")
@csrf_exempt
@require_POST
def results(request: HttpRequest, engine: str) -> HttpResponse:
    """Take a delivery."""
    return deliveries.taken(
        request,
        f"a result of {engine}",
        lambda headers, body: services.receive(engine=engine, headers=headers, body=body, now=utc_now()),
    )


@permission_required(policies.VIEW)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first, each marked with the engine it comes from."""
    rows = [panel.shown(one) for one in queries.held_elsewhere(actor_of(request))[:SHOWN]]
    return render(request, "engines/list.html", {"rows": rows, "nav_key": "interviews"})


@permission_required(policies.ASK)
@require_POST
def ask(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Ask an engine for an interview."""
    candidate_id = pipeline.get(application_id).candidate_id
    try:
        services.ask(application_id=application_id, engine=request.POST.get("engine", ""), now=utc_now())
        messages.success(request, _("Asked for. The link appears here as soon as the engine has made it."))
    except (InvalidError, ConflictError):
        messages.error(request, _("Nothing was asked for: this engine does not serve this job, or it ended."))
    return redirect("console:person", candidate_id=candidate_id)
