"""Who is on probation and who is behind, live; those who are through; how many stay."""

from datetime import date, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.events import live
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.workforce.performance import policies, presenting, queries, words
from bole.workforce.performance.rules import retention
from bole.workforce.performance.services.steps import TOPIC

YEAR = timedelta(days=365)
QUARTERS = 8


@permission_required(policies.READ)
@never_cache
@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """The list with its lights."""
    return render(request, "performance/list.html", _list(request))


@permission_required(policies.READ)
@never_cache
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """The part of the list that is read again when something changed."""
    return render(request, "performance/_rows.html", _list(request))


@permission_required(policies.READ)
async def live_changes(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: which probations of the reader's units changed."""
    allowed = await sync_to_async(live.for_actor)(actor_of(request), {TOPIC})
    return live.stream(request, allowed)


@permission_required(policies.FIGURES)
@never_cache
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """How many stay, this year beside the one before, with the definition."""
    actor, until = actor_of(request), bank_time.today(utc_now()) + timedelta(days=1)
    now, before = (
        queries.kept(actor, until - YEAR, until),
        queries.kept(actor, until - 2 * YEAR, until - YEAR),
    )
    by = queries.kept_by(actor, until - YEAR, until)
    may_read = permissions.allowed(actor, policies.READ)
    counted = queries.outcomes(actor, until - YEAR, until)
    context = {
        "now": presenting.rate(now),
        "before": presenting.rate(before),
        "change": _change(retention.change(before, now)),
        "quarters": [_quarter(actor, until, index) for index in reversed(range(QUARTERS))],
        "by_job": [(say(name), presenting.rate(rate)) for name, rate in by["job"]],
        "by_unit": [(say(name), presenting.rate(rate)) for name, rate in by["unit"]],
        "outcomes": [(words.STATES[key], n) for key, n in counted.items()],
        "least": retention.LEAST,
        "since": until - YEAR,
        "tab": "figures",
        "nav_key": "probation" if may_read else "probation-figures",
        "may_figures": True,
        "may_read": may_read,
    }
    return render(request, "performance/figures.html", context)


def _list(request: HttpRequest) -> dict[str, Any]:
    actor, settled = actor_of(request), request.GET.get("tab") == "settled"
    found = [
        presenting.row(one) for one in queries.listing(actor, bank_time.today(utc_now()), settled=settled)
    ]
    chosen = request.GET.get("light", "")
    lights = [
        (key, words.TONES[key][2], sum(one["light"] == words.TONES[key][2] for one in found))
        for key in words.TONES
    ]
    if chosen in words.TONES and not settled:
        found = [one for one in found if one["light"] == words.TONES[chosen][2]]
    return {
        "rows": found,
        "lights": [] if settled else lights,
        "light": chosen,
        "tab": "settled" if settled else "running",
        "address": request.get_full_path().partition("?")[2],
        "nav_key": "probation",
        "may_figures": permissions.allowed(actor, policies.FIGURES),
        "may_read": True,
    }


def _quarter(actor: Any, until: date, back: int) -> dict[str, Any]:
    """Three months each, counted back from today."""
    quarter = YEAR / 4
    first, last = until - (back + 1) * quarter, until - back * quarter
    found = queries.kept(actor, first, last)
    return {
        "since": first,
        "stayed": found.stayed,
        "n": found.n,
        "gone": found.n - found.stayed,
    }


def _change(found: retention.Change | None) -> dict[str, Any] | None:
    if found is None:
        return None
    low, high = (round(100 * one, 1) for one in found.interval)
    return {
        "by": f"{100 * found.by:+.1f}",
        "interval": f"{low:+.1f} … {high:+.1f}",
        "told": found.told,
        "says": _("a difference beyond chance") if found.told else _("could be chance"),
    }
