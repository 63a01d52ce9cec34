"""Agreement of panels, of oneself, of named people, and of machine and panel."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.sheets import csv_answer
from bole.insight.agreement import people, policies, presenting, queries, services
from bole.insight.agreement.forms import ProposalForm, PurposeForm, StretchForm
from bole.insight.agreement.queries import Stretch
from bole.insight.agreement.words import PURPOSES, STRETCHES
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

OPEN_FOR = timedelta(minutes=30)  # a purpose
KEPT = "agreement_purpose"


@permission_required(policies.VIEW)
@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Every job with its competencies, and the panels behind it."""
    actor, stretch, days = actor_of(request), *_stretch(request, 365)
    found = queries.agreement(actor, stretch)
    titles, labels = queries.words()
    context = {
        "jobs": [presenting.job(one, titles, labels) for one in found.jobs],
        "not_blind": found.not_blind,
        "panels": queries.recent_panels(actor, stretch),
        **_frame(request, "panels", days),
    }
    return render(request, "agreement/show.html", context)


@permission_required(policies.VIEW)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Job by competency, without a name."""
    actor, stretch, days = actor_of(request), *_stretch(request, 365)
    rows = presenting.job_rows(queries.agreement(actor, stretch).jobs, *queries.words())
    services.note_export("panels", days)
    heads = [_("Job"), _("Competency"), "N", "ICC", _("low"), _("high"), _("Form"), _("ICC of the mean"),
             _("low"), _("high"), _("Form"), _("Weighted kappa"), _("low"), _("high")]  # fmt: skip
    return csv_answer(f"agreement-{days}", heads, rows)


@permission_required(policies.MINE)
@never_cache
@require_GET
def panel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """One panel everybody has submitted to."""
    actor = actor_of(request)
    found = queries.one_panel(actor, panel_id)
    context = {
        "found": found,
        "chart": presenting.panel(found, queries.words()[1]),
        "icc": presenting.told(found.icc),
        "n": found.icc.n,
        **_frame(request, "panels", 365),
    }
    return render(request, "agreement/panel.html", context)


@permission_required(policies.MINE)
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """How one's own ratings lie."""
    stretch, days = _stretch(request, 365)
    found = queries.mine(actor_of(request), stretch)
    return render(request, "agreement/rater.html", _rater(request, found, "", days, "mine"))


@permission_required(policies.PEOPLE)
@never_cache
@require_GET
def raters(request: HttpRequest) -> HttpResponse:
    """Everybody by name, once a purpose was named; before, the question what for."""
    stretch, days = _stretch(request, 365)
    purpose = _purpose(request)
    context: dict[str, Any] = {"purpose": PURPOSES.get(purpose, ""), **_frame(request, "raters", days)}
    if not purpose:
        return render(request, "agreement/purpose.html", {**context, "purposes": PURPOSES.items()})
    found = queries.everybody(actor_of(request), stretch)
    names = access.names_of(found)
    context |= {
        "chart": presenting.everybody(found, names),
        "people": sorted(
            ((names.get(user, "–"), user, found[user]) for user in found), key=lambda row: row[0]
        ),
        "least": people.SURE,
    }
    return render(request, "agreement/raters.html", context)


@permission_required(policies.PEOPLE)
@require_POST
def purpose(request: HttpRequest) -> HttpResponse:
    """Write down what for; it holds for half an hour."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what the figures are opened for."))
        return redirect("agreement:raters")
    chosen = form.cleaned_data["purpose"]
    services.open_people(chosen)
    request.session[KEPT] = [chosen, (utc_now() + OPEN_FOR).isoformat()]
    return redirect("agreement:raters")


@permission_required(policies.PEOPLE)
@never_cache
@require_GET
def rater(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One named person, for the purpose that was named."""
    chosen = _purpose(request)
    if not chosen:
        return redirect("agreement:raters")
    stretch, days = _stretch(request, 365)
    services.note_look(user_id, chosen)
    found = queries.one_rater(actor_of(request), user_id, stretch)
    name = access.names_of([user_id]).get(user_id, "–")
    return render(request, "agreement/rater.html", _rater(request, found, name, days, "raters"))


@permission_required(policies.VIEW)
@never_cache
@require_GET
def machine(request: HttpRequest) -> HttpResponse:
    """Pass rates of machine and panel, and what differs by competency."""
    actor, stretch, days = actor_of(request), *_stretch(request, 90)
    titles, labels = queries.words()
    known = {one.job_key: one for one in queries.mismatches(actor).filter(closed_at=None)}
    cards = [presenting.machine(one, titles, labels) for one in queries.consistencies(actor, stretch)]
    context = {
        "cards": [(card, known.get(card.key)) for card in cards],
        "past": queries.mismatches(actor).filter(closed_at__isnull=False)[:10],
        "may_propose": permissions.allowed(actor, policies.CHANGE),
        **_frame(request, "machine", days),
    }
    return render(request, "agreement/machine.html", context)


@permission_required(policies.VIEW)
@require_GET
def machine_export(request: HttpRequest) -> HttpResponse:
    """Job by competency, machine against panel."""
    actor, stretch, days = actor_of(request), *_stretch(request, 90)
    rows = presenting.machine_rows(queries.consistencies(actor, stretch), *queries.words())
    services.note_export("machine", days)
    ends = [_("low"), _("high")]
    heads = [_("Job"), _("AI passed"), _("Reports"), _("Panel passed"), _("Panels closed"), _("Competency"),
             "N", _("Machine less panel"), *ends, "r", *ends, "ICC(2,1)", *ends, _("ICC of people"), *ends,
             "λ"]  # fmt: skip
    return csv_answer(f"machine-and-panel-{days}", heads, rows)


@permission_required(policies.CHANGE)
@require_POST
def propose(request: HttpRequest, mismatch_id: UUID) -> HttpResponse:
    """Hand a change to a second person."""
    form = ProposalForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not a proposal", fields=dict.fromkeys(form.errors, "invalid"))
        services.propose(
            mismatch_id=mismatch_id,
            competencies=form.keys(),
            reason=form.cleaned_data["reason"],
            now=utc_now(),
        )
        messages.success(request, _("Handed to a second person. Nothing changes before that person signs."))
    except InvalidError:
        messages.error(request, _("Not proposed. Name competencies its questions measure, and say why."))
    except ConflictError:
        messages.error(request, _("Somebody was faster: this waits for a second person, or is over."))
    return redirect("agreement:machine")


def _rater(request: HttpRequest, found: Any, name: str, days: int, tab: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if found is not None:
        titles, _labels = queries.words()
        told = {
            "facts": presenting.facts(found),
            "hints": presenting.hints(found),
            "drift": presenting.drift(found),
            "jobs": [presenting.name_of(key, titles) for key in found.jobs],
        }
    return {"found": found, "name": name, "sure": people.SURE, **told, **_frame(request, tab, days)}


def _frame(request: HttpRequest, tab: str, days: int) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "tab": tab,
        "days": days,
        "stretches": STRETCHES.items(),
        "may_view": permissions.allowed(actor, policies.VIEW),
        "may_mine": permissions.allowed(actor, policies.MINE),
        "may_people": permissions.allowed(actor, policies.PEOPLE),
        "nav_key": "agreement" if permissions.allowed(actor, policies.VIEW) else "mine",
    }


def _stretch(request: HttpRequest, usual: int) -> tuple[Stretch, int]:
    form = StretchForm(request.GET)
    form.is_valid()
    days = int(form.cleaned_data.get("days") or usual)
    return Stretch.last(days, utc_now()), days


def _purpose(request: HttpRequest) -> str:
    """What was named within the last half hour; empty otherwise."""
    chosen, until = request.session.get(KEPT) or ("", "")
    return chosen if until and datetime.fromisoformat(until) > utc_now() else ""
