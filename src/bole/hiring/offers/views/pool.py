"""The pool of offers, its figures, the bands."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.events import live
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.hiring.offers import library, policies, queries, services, words
from bole.hiring.offers.forms import BandForm, fen, yuan
from bole.hiring.offers.presenting import console, figures
from bole.hiring.offers.queries import Filters
from bole.hiring.offers.queries.listing import TABS
from bole.hiring.offers.services.steps import TOPIC
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

SHOWN = 200
PERIOD = timedelta(days=90)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def pool(request: HttpRequest) -> HttpResponse:
    """What lies where; the most urgent first."""
    actor, now = actor_of(request), utc_now()
    filters = _filters(request)
    rows = queries.pool(actor, filters, now)
    context = {
        "rows": [console.row(one, now) for one in rows[:SHOWN]],
        "total": rows.count(),
        "filters": filters,
        "tabs": _tabs(actor, filters.tab),
        "units": org.subtree(actor.unit_ids),
        "jobs": [(key, say(one.title)) for key, one in library.templates().items()],
        "expiring": queries.expiring(actor, now),
        "may_see_bands": permissions.allowed(actor, policies.BANDS),
        "nav_key": "offers",
    }
    name = "offers/_pool.html" if request.headers.get("HX-Request") else "offers/pool.html"
    return render(request, name, context)


@permission_required(policies.VIEW)
@require_GET
async def listen(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: which offers of the reader's units changed."""
    allowed = await sync_to_async(live.for_actor)(actor_of(request), [TOPIC])
    return live.stream(request, allowed)


@permission_required(policies.FIGURES)
@never_cache
@require_GET
def show_figures(request: HttpRequest) -> HttpResponse:
    """How long, how many, why not."""
    now = utc_now()
    actor = actor_of(request)
    found = queries.figures_for(actor, now - PERIOD, now)
    may_see_pool = permissions.allowed(actor, policies.VIEW)
    context = {
        "days": PERIOD.days,
        "nav_key": "offers" if may_see_pool else "offer-figures",
        "may_see_pool": may_see_pool,
        **figures.page(found, queries.unit_names(actor)),
    }
    return render(request, "offers/figures.html", context)


@permission_required(policies.BANDS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bands(request: HttpRequest) -> HttpResponse:
    """The bands of every job; a new one goes to a second person."""
    form, status = None, 200
    if request.method == "POST":
        form = BandForm(request.POST)
        if form.is_valid() and _propose(request, form):
            return redirect("offers:bands")
        status = 422
    jobs = [_job_bands(key, template, form) for key, template in library.templates().items()]
    return render(request, "offers/bands.html", {"jobs": jobs, "nav_key": "offers"}, status=status)


def _propose(request: HttpRequest, form: BandForm) -> bool:
    given = form.cleaned_data
    try:
        services.propose_band(
            job_key=given["job"],
            grade=given["grade"],
            low=fen(given["low"]) or 0,
            high=fen(given["high"]) or 0,
            reason=given["reason"],
            now=utc_now(),
        )
    except ConflictError:
        messages.error(request, _("A change of this band waits for a second person already."))
        return False
    except InvalidError as error:
        for one in words.faults(error):
            messages.error(request, one)
        return False
    messages.success(request, _("Handed in. It takes effect when a second person has signed."))
    return True


def _job_bands(key: str, template: library.Template, form: BandForm | None) -> dict[str, Any]:
    rows = []
    for band in queries.bands(key):
        mine = form is not None and form.data.get("job") == key and form.data.get("grade") == band.grade
        start = {"job": key, "grade": band.grade, "low": yuan(band.low), "high": yuan(band.high)}
        rows.append({"band": band, "form": form if mine else BandForm(initial=start), "open": mine})
    return {
        "key": key,
        "title": say(template.title),
        "rows": rows,
        "history": queries.band_history(key),
    }


def _filters(request: HttpRequest) -> Filters:
    tab = request.GET.get("tab", "all")
    try:
        unit = UUID(request.GET.get("unit", ""))
    except ValueError:
        unit = None
    return Filters(
        tab=tab if tab in TABS else "all",
        job_key=request.GET.get("job", "")[:64],
        unit_id=unit,
        mine=request.GET.get("mine") == "1",
    )


def _tabs(actor: Any, chosen: str) -> list[dict[str, Any]]:
    counts = queries.counts(actor)
    over = sum(counts.get(state, 0) for state in ("declined", "withdrawn", "expired"))
    found = [
        ("all", _("All"), sum(counts.values())),
        ("waiting", _("Waiting for me"), len(queries.waiting_for(actor))),
        ("writing", _("Being written"), None),
        ("out", _("With candidates"), counts.get("open", 0) + counts.get("asked", 0)),
        ("signed", _("Signed"), counts.get("signed", 0)),
        ("over", _("Ended without"), over),
    ]
    return [{"key": key, "label": name, "n": n, "chosen": key == chosen} for key, name, n in found]
