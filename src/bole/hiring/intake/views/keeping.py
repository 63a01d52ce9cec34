"""Whose time is over or nearly so: the dry list, asking again, erasing."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.intake import policies, queries, services
from bole.hiring.intake.views.frame import PAGES, chosen, frame
from bole.kernel.clock import utc_now


@permission_required(policies.RETAIN)
@require_http_methods(["GET", "POST"])
def keeping(request: HttpRequest) -> HttpResponse:
    """The dry list of whose time is over or nearly so; a person ticks whom to ask and whom to erase."""
    now = utc_now()
    if request.method == "POST":
        ids = [chosen(value) for value in request.POST.getlist("candidate")]
        _settle(request, ids, now)
        return redirect("intake-console:keeping")
    days = settings.RETENTION_DAYS.get("resume", 730)
    context = {"endings": queries.endings(actor_of(request), now), "days": days, **frame(request, "keeping")}
    return render(request, f"{PAGES}keeping.html", context)


def _settle(request: HttpRequest, ids: list[UUID], now: datetime) -> None:
    if request.POST.get("do") == "erase":
        gone = services.erase_due(candidate_ids=ids, now=now)
        done = ngettext("%(n)s person erased.", "%(n)s people erased.", gone) % {"n": gone}
    else:
        asked = sum(services.ask_again(candidate_id=one, now=now) for one in ids)
        done = ngettext("%(n)s person asked.", "%(n)s people asked.", asked) % {"n": asked}
    messages.success(request, done)
