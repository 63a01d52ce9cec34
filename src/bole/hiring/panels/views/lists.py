"""All panels, what waits for the reader first; and the bank's setting on scores."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.panels import policies, queries, services
from bole.hiring.panels.forms import SettingForm
from bole.hiring.panels.models import Panel
from bole.hiring.panels.presenting import lists
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError

SHOWN = 100
TABS = {
    "": (Panel.State.OPEN, Panel.State.REVEALED),
    "done": (Panel.State.CLOSED, Panel.State.CANCELLED),
}


@permission_required(policies.VIEW)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Panels that run (or ran), and applicants one is prepared for."""
    actor, now = actor_of(request), utc_now()
    tab = request.GET.get("tab", "") if request.GET.get("tab", "") in TABS else ""
    rows = queries.listed(actor).filter(state__in=TABS[tab])
    if tab == "done":
        rows = rows.order_by("-closed_at", "pk")
    context = {
        "tab": tab,
        "rows": [lists.row(one, now) for one in rows[:SHOWN]],
        "waiting": [lists.guide_row(one) for one in queries.to_open(actor)[:SHOWN]] if not tab else [],
        "may_set": permissions.allowed(actor, policies.SETTING),
        "scores_open": queries.scores_open(),
        "nav_key": "panels",
    }
    return render(request, "panels/list.html", context)


@permission_required(policies.SETTING)
@never_cache
@require_http_methods(["GET", "POST"])
def setting(request: HttpRequest) -> HttpResponse:
    """Whether members see the machine's scores before they rate."""
    if request.method == "POST":
        form = SettingForm(request.POST)
        try:
            if not form.is_valid():
                raise InvalidError("not complete")
            services.set_scores_open(now=utc_now(), **form.cleaned_data)
            messages.success(request, _("Saved with your name. Panels opened from now on follow it."))
        except InvalidError:
            messages.error(request, _("Nothing was changed. Showing the scores first needs a reason."))
        return redirect("panels:setting")
    context = {"rule": queries.scores_rule(), "scores_open": queries.scores_open(), "nav_key": "panels"}
    return render(request, "panels/setting.html", context)
