"""Openings: which unit looks for whom, how many, from when to when."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import policies, presenting, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

SHOWN = 200


class OpeningForm(django_forms.Form):
    """What an opening needs."""

    unit = django_forms.UUIDField()
    job = django_forms.SlugField(max_length=64)
    headcount = django_forms.IntegerField(min_value=1, max_value=9999)
    starts_on = django_forms.DateField(required=False)
    ends_on = django_forms.DateField(required=False)
    process = django_forms.SlugField(max_length=64, required=False)


@permission_required(policies.VIEW)
@require_http_methods(["GET", "POST"])
def openings(request: HttpRequest) -> HttpResponse:
    """See them, and open one."""
    if request.method == "POST":
        return _open(request)
    actor = actor_of(request)
    units = [one for one in org.subtree(actor.unit_ids) if permissions.allowed(actor, policies.OPEN, one.pk)]
    today = bank_time.today(utc_now())
    found = queries.visible_to(actor).select_related("owner").order_by("state", "-created_at", "pk")
    rows = list(found[:SHOWN])
    people = _people(rows, {one.pk for one in units})
    context = {
        "rows": [(row, people.get(row.unit_id, [])) for row in rows],
        "units": units,
        "unit_ids": {one.pk for one in units},
        "jobs": [(key, say(dict(queries.in_force(key, today).job.title))) for key in queries.job_keys()],
        "processes": presenting.processes(""),
        "may_choose": permissions.allowed(actor, policies.CHOOSE),
        "today": today.isoformat(),
        "nav_key": "jobs",
        "tab": "openings",
    }
    return render(request, "requisitions/openings.html", context)


def _open(request: HttpRequest) -> HttpResponse:
    permissions.require(actor_of(request), policies.OPEN)
    form = OpeningForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete", fields=dict.fromkeys(form.errors, "required"))
        wanted = form.cleaned_data
        services.open_requisition(
            unit_id=wanted["unit"],
            job_key=wanted["job"],
            headcount=wanted["headcount"],
            starts_on=wanted["starts_on"],
            ends_on=wanted["ends_on"],
            process_key=wanted["process"],
            now=utc_now(),
        )
        messages.success(request, _("The position is open, with the portrait in force at that unit."))
    except InvalidError:
        messages.error(request, _("Not opened. A unit, a job, a headcount and dates in order are needed."))
    return redirect("requisitions:openings")


@permission_required(policies.OPEN)
@require_POST
def close(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """No further applications."""
    services.close_requisition(requisition_id=requisition_id, now=utc_now())
    messages.success(request, _("Closed. Those who applied go on; nobody new can apply."))
    return redirect("requisitions:openings")


@permission_required(policies.OPEN)
@require_POST
def invite(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """Invite whoever enters the AI interview at once, or leave it to a person."""
    on = request.POST.get("on") == "yes"
    services.switch_auto_invite(requisition_id=requisition_id, on=on)
    said = _("From now on the link goes out by itself.") if on else _("From now on a person invites.")
    messages.success(request, said)
    return redirect("requisitions:openings")


@permission_required(policies.CHOOSE)
@require_POST
def process(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """Have new applications go another way than the portrait's, or its own way again."""
    key = request.POST.get("process", "")
    try:
        services.choose_process(requisition_id=requisition_id, process_key=key, now=utc_now())
        messages.success(request, _("New applications go this way; running ones keep the process they have."))
    except (ConflictError, InvalidError):
        messages.error(request, _("Nothing was changed: choose a process in force, for an open position."))
    return redirect("requisitions:openings")


@permission_required(policies.OPEN)
@require_POST
def owner(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """Name who is reminded, and answers for it."""
    try:
        services.assign_owner(requisition_id=requisition_id, user_id=UUID(request.POST.get("owner", "")))
        messages.success(request, _("Reminders and escalations go there from now on."))
    except (InvalidError, ValueError):
        messages.error(request, _("Choose somebody who may open positions for this unit."))
    return redirect("requisitions:openings")


def _people(rows: list[Any], mine: set[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """For each unit with an open position: who could answer for it."""
    units = {row.unit_id for row in rows if row.state == "open" and row.unit_id in mine}
    roles = permissions.get(policies.OPEN).roles
    return {
        unit: [(one.pk, one.get_short_name()) for one in access.holders_of(roles, unit)] for unit in units
    }
