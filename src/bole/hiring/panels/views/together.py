"""After the reveal: the cards side by side, what was agreed on, and the lead's decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.panels import policies, queries, services
from bole.hiring.panels.forms import AgreeForm, CloseForm
from bole.hiring.panels.models import Panel
from bole.hiring.panels.presenting import cards, lists
from bole.hiring.panels.views.one import agreement_url, material, subject
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.VIEW)
@never_cache
@require_GET
def page(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Everybody's levels with their words, per competency; before the reveal there is no such page."""
    actor, panel = actor_of(request), queries.get(panel_id)
    found = queries.together(panel)
    if found is None:
        messages.info(request, _("Cards are shown when everybody has submitted."))
        return redirect("panels:one", panel_id=panel_id)
    material(actor, panel)  # the page shows the machine's scores: that is written down
    seat = queries.own_seat_of(panel, actor)
    leads = seat is not None and seat.lead and panel.state == Panel.State.REVEALED
    process = pipeline.process_of(panel.application)
    context = {
        "panel": panel,
        "subject": subject(panel),
        "state": lists.state(panel, utc_now()),
        "rows": cards.chart(panel, found),
        "people": cards.people(panel, found),
        "offices": cards.offices(found),
        "score": "–" if found.score is None else f"{found.score:g}",
        "machine": None if panel.machine_total is None else f"{float(panel.machine_total):g}",
        "pass_mark": panel.portrait["pass_mark"],
        "open_ones": len(found.open_ones),
        "leads": leads,
        "levels": range(1, 6),
        "axis": [(n, f"{10 + 20 * (n - 1)}%") for n in range(1, 6)],
        "ways": [(one.key, say(one.label)) for one in pipeline.ways_on(panel.application)],
        "reasons": pipeline.reason_choices(process),
        "closed": panel.state == Panel.State.CLOSED,
        "agreement_url": agreement_url(panel),
        "amend_url": _amend_url(panel, seat is not None),
        "nav_key": "panels",
    }
    return render(request, "panels/together.html", context)


@permission_required(policies.SCORE)
@require_POST
def agree(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """What they agreed on for one competency."""
    form = AgreeForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete")
        services.agree(panel_id=panel_id, now=utc_now(), **form.cleaned_data)
        messages.success(request, _("Kept with your name."))
    except InvalidError:
        messages.error(request, _("Nothing was kept: a level and a reason of a few words are needed."))
    except ConflictError:
        messages.error(request, _("Nothing was kept: the panel is closed, or not everybody has submitted."))
    return redirect("panels:together", panel_id=panel_id)


@permission_required(policies.SCORE)
@require_POST
def close(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """The decision; the application moves or ends through its one door."""
    form = CloseForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete")
        typed = form.cleaned_data
        services.close(
            panel_id=panel_id,
            passed=typed["decision"] == "advance",
            to=typed["to"],
            reason=typed["reason"],
            expected_version=typed["version"],
            now=utc_now(),
        )
        messages.success(request, _("Closed with your name."))
    except InvalidError:
        messages.error(request, _("Not closed. Choose what follows; an ending needs one of the reasons."))
    except ConflictError as error:
        messages.error(request, _refused(error))
    return redirect("panels:together", panel_id=panel_id)


def _amend_url(panel: Panel, sits: bool) -> str:
    return reverse("panels:amend", args=[panel.pk]) if sits and panel.state == Panel.State.REVEALED else ""


def _refused(error: ConflictError) -> str:
    said = {
        "consensus_open": _("Not closed: agree on the competencies in which you are two levels apart first."),
        "not_revealed": _("Not closed: not everybody has submitted."),
        "on_hold": _("Not closed: the application is on hold."),
        "lost_race": _("Not closed: the application was moved in the meantime. Please look again."),
    }
    return said.get(error.code, _("Not closed: the process does not allow this step now."))
