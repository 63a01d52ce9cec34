"""Openings: which unit looks for whom, how many, from when to when."""

from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.hiring.requisitions import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError

SHOWN = 200


class OpeningForm(django_forms.Form):
    """What an opening needs."""

    unit = django_forms.UUIDField()
    job = django_forms.SlugField(max_length=64)
    headcount = django_forms.IntegerField(min_value=1, max_value=9999)
    starts_on = django_forms.DateField(required=False)
    ends_on = django_forms.DateField(required=False)


@permission_required(policies.VIEW)
@require_http_methods(["GET", "POST"])
def openings(request: HttpRequest) -> HttpResponse:
    """See them, and open one."""
    if request.method == "POST":
        return _open(request)
    actor = actor_of(request)
    units = [one for one in org.subtree(actor.unit_ids) if permissions.allowed(actor, policies.OPEN, one.pk)]
    today = timezone.localdate(utc_now())
    rows = list(queries.visible_to(actor).order_by("state", "-created_at", "pk")[:SHOWN])
    context = {
        "rows": rows,
        "units": units,
        "unit_ids": {one.pk for one in units},
        "jobs": [(key, say(dict(queries.in_force(key, today).job.title))) for key in queries.job_keys()],
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
