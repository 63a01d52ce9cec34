"""What waits for a person, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, permission_required
from bole.kernel.clock import utc_now
from bole.web.console import policies
from bole.web.console.todo import sections


@permission_required(policies.HOME)
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """The most urgent first."""
    context = {"sections": sections(actor_of(request), utc_now()), "nav_key": "todo"}
    return render(request, "console/todo.html", context)
