"""One panel: guide with its reasons, what the candidate answered, the members, the way to one's card."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment import services as assessment_services
from bole.hiring.panels import policies, queries, services
from bole.hiring.panels.models import Panel
from bole.hiring.panels.presenting import lists
from bole.hiring.panels.presenting import page as pages
from bole.hiring.panels.services.arranging import KIND, LOOKED_FOR
from bole.hiring.scheduling import queries as appointments
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError


@permission_required(policies.VIEW)
@never_cache
@require_GET
def page(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Everything a member needs before and during the interview; nobody's scores."""
    actor, now = actor_of(request), utc_now()
    panel = queries.get(panel_id)
    services.look(panel_id=panel.pk, now=now)
    blind, report = material(actor, panel)
    seats = queries.seats_of(panel)
    card, seat = queries.own_card(panel, actor), queries.own_seat_of(panel, actor)
    manages = permissions.allowed(actor, policies.MANAGE, panel.unit_id)
    context = {
        "panel": panel,
        "subject": subject(panel),
        "state": lists.state(panel, now),
        "blind": blind,
        "questions": pages.questions(panel.guide, panel.portrait["labels"], blind=blind),
        "answers": pages.answers(report.body if report else None),
        "watch_url": watch_url(panel, report),
        "report_url": reverse("assessment:report", args=[report.report.pk]) if report else "",
        "members": pages.members(seats),
        "seat": seat,
        "card": card,
        "rated": card is not None and card.submitted_at is not None,
        "open": panel.state == Panel.State.OPEN,
        "revealed": panel.revealed_at is not None,
        "agreement_url": agreement_url(panel),
        "manages": manages and panel.state in {Panel.State.OPEN, Panel.State.REVEALED},
        "candidates_for": _others(actor, panel, seats) if manages and panel.state == Panel.State.OPEN else [],
        "cancel_reasons": policies.CANCEL_REASONS,
        "person_url": reverse("console:person", args=[panel.candidate_id]) if manages else "",
        **_appointment(panel, manages=manages),
        "nav_key": "panels",
    }
    return render(request, "panels/one.html", context)


def material(actor: Actor, panel: Panel) -> tuple[bool, Any]:
    """Whether this reader is blind to the machine's conclusions, and the report as he may see it (None
    without one, or without the right to it). Showing reasons with figures counts as having seen them."""
    if panel.interview_id is None:
        return False, None
    newest = assessment.latest_for_interview(actor, panel.interview_id)
    if newest is None:
        return panel.report_id is not None, None
    try:
        found = assessment.report_for(actor, newest.pk)
    except NotFoundError:
        return True, None
    if not found.hidden:
        assessment_services.note_seen(seen=[(newest.pk, panel.unit_id)], now=utc_now())
    return found.hidden, found


def watch_url(panel: Panel, report: Any) -> str:
    """The room in which all members watch the same recording in step; empty where nothing was recorded."""
    recorded = report is not None and any(a.get("kind") in {"video", "audio"} for a in report.body["answers"])
    return reverse("viewings:begin", args=[panel.interview_id]) if recorded else ""


def agreement_url(panel: Panel) -> str:
    """How far its members agree, in figures; there once everybody has submitted."""
    return reverse("agreement:panel", args=[panel.pk]) if panel.revealed_at is not None else ""


def subject(panel: Panel) -> dict[str, Any]:
    """Whom the panel is about."""
    return {
        "name": panel.candidate.name,
        "number": panel.candidate.number,
        "job": lists.job(panel.requisition),
        "unit": panel.unit.name,
    }


def _appointment(panel: Panel, *, manages: bool) -> dict[str, Any]:
    """The way to the panel's appointment, or to arranging one."""
    found = appointments.appointment_of(panel.pk, KIND)
    url = reverse("scheduling:one", args=[found.pk]) if found else ""
    closed = found is None or found.state == "cancelled"
    return {
        "appointment_url": url,
        "looked_for": found is not None and found.state in LOOKED_FOR,
        "may_arrange": manages and closed and panel.state == Panel.State.OPEN,
    }


def _others(actor: Actor, panel: Panel, seats: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who may be asked to join, by branch; those of the unit first, without a heading."""
    there = {str(seat.user_id) for seat in seats if seat.excused_at is None}
    groups = [("", queries.of_unit(panel.unit_id)), *queries.from_elsewhere(actor, panel.unit_id)]
    free = [(unit, [one for one in people if one[0] not in there]) for unit, people in groups]
    return [(unit, people) for unit, people in free if people]
