"""Which channels a message takes, and when candidates are left in peace: set by head office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.messaging import policies, queries, services, templates
from bole.foundation.ui.formats import say
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError
from bole.web.console.messages import words
from bole.web.console.messages.outbox import shell

PLACES = 3  # channels a route may name


@permission_required(policies.ROUTES)
@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """The table, and the quiet hours."""
    quiet = queries.quiet_hours()
    known = [(key, words.channel(key), ready) for key, ready in queries.ways()]
    rows = [
        {
            "key": row.template.key,
            "title": say(queries.title_of(row.template.key)),
            "audience": words.AUDIENCES[row.template.audience],
            "chosen": [*row.channels, *[""] * PLACES][: min(PLACES, len(known))],
            "branch_may": row.branch_may,
            "own": row.own,
        }
        for row in queries.route_table()
    ]
    context = {"rows": rows, "known": known, "quiet": quiet, **shell("routes", actor_of(request))}
    return render(request, "console/messages/routes.html", context)


@permission_required(policies.ROUTES)
@require_POST
def set_route(request: HttpRequest, key: str) -> HttpResponse:
    """One line of the table."""
    chosen = [word for word in request.POST.getlist("channel") if word]
    try:
        services.set_route(key=key, chosen=chosen, branch_may="branch_may" in request.POST, now=utc_now())
        messages.success(request, _("Saved with your name. Messages written from now on take this way."))
    except templates.TemplateError as error:
        raise NotFoundError("no such message") from error
    except InvalidError:
        messages.error(request, _("Not saved. A message needs at least one way out."))
    return redirect("messages:routes")


@permission_required(policies.ROUTES)
@require_POST
def set_quiet(request: HttpRequest) -> HttpResponse:
    """From when to when candidates get nothing but what is urgent."""
    begins, ends = request.POST.get("begins", ""), request.POST.get("ends", "")
    text = f"{begins}-{ends}" if begins and ends and "never" not in request.POST else ""
    try:
        services.set_quiet_hours(text=text, now=utc_now())
        messages.success(request, _("Saved with your name."))
    except InvalidError:
        messages.error(request, _("Not saved. Two times of the day are needed."))
    return redirect("messages:routes")
