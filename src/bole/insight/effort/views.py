"""How hours are spent: the page, its file, and the bank's minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.foundation.ui.sheets import csv_answer
from bole.insight.effort import library, policies, presenting, queries, rules, services
from bole.insight.effort.forms import NormForm, ScopeForm
from bole.insight.effort.queries import Effort
from bole.insight.effort.words import KINDS, MEASURES, PERIODS
from bole.insight.funnel.periods import period
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError


@permission_required(policies.READ)
@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Figures, charts, branches and the method."""
    found, asked = _asked(request)
    catalogue, norms = library.catalogue(), queries.norms()
    context = {
        "found": found,
        "figures": presenting.figures(catalogue, found),
        "kinds": presenting.kinds(catalogue, found),
        "activities": presenting.activities(catalogue, found),
        "branches": presenting.branches(catalogue, found),
        "branch_heads": [MEASURES[key][0] for key in presenting.BRANCH_MEASURES],
        "spent": presenting.spent(catalogue, found, norms),
        "method": [_method(one) for one in catalogue.activities],
        "version": catalogue.version,
        "least": presenting.LEAST,
        "may_norm": permissions.allowed(actor_of(request), policies.NORMS),
        "periods": PERIODS.items(),
        "chosen": asked,
        "query": request.GET.urlencode(),
        "nav_key": "effort",
    }
    return render(request, "effort/show.html", context)


@permission_required(policies.READ)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Branch by activity, both periods. Counts of acts, nobody's name."""
    found, _chosen = _asked(request)
    name = f"effort-{found.period.first:%Y%m%d}-{found.period.last:%Y%m%d}"
    return csv_answer(name, presenting.heads(), presenting.rows(library.catalogue(), found))


@permission_required(policies.NORMS)
@require_http_methods(["GET", "POST"])
def norms(request: HttpRequest) -> HttpResponse:
    """The bank's own minutes per act."""
    if request.method == "POST":
        _save(request)
        return redirect("effort:norms")
    known = queries.norms()
    rows = [
        {"activity": one, "title": say(dict(one.title)), "kind": KINDS[one.kind], "norm": known.get(one.key)}
        for one in library.catalogue().activities
        if one.kind != rules.UPKEEP
    ]
    return render(request, "effort/norms.html", {"rows": rows, "nav_key": "effort"})


def _save(request: HttpRequest) -> None:
    form = NormForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not a norm", fields=dict.fromkeys(form.errors, "invalid"))
        wanted = form.cleaned_data
        services.set_norm(
            activity=wanted["activity"], minutes=wanted["minutes"], source=wanted["source"], now=utc_now()
        )
        messages.success(request, _("Saved with your name. Both periods are counted by it from now on."))
    except InvalidError:
        messages.error(request, _("Not saved. Minutes lie between 0.1 and 480 and name their source."))


def _asked(request: HttpRequest) -> tuple[Effort, dict[str, Any]]:
    form = ScopeForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    chosen = period(asked.get("period") or "month", utc_now(), timezone.get_current_timezone())
    return queries.effort(actor_of(request), chosen, asked.get("unit")), {
        "period": chosen.key,
        "unit": asked.get("unit"),
    }


def _method(one: rules.Activity) -> dict[str, Any]:
    return {
        "title": say(dict(one.title)),
        "kind": KINDS[one.kind],
        "first_round": one.first_round,
        "verbs": presenting.verbs(one.verbs),
    }
