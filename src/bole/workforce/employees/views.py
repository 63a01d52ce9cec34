"""Employee records: who there is, one record with its file and its log, the written contract."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.employees import policies, presenting, queries, services
from bole.workforce.employees.forms import ContractForm
from bole.workforce.employees.models import Employee

SHOWN = 200


@permission_required(policies.VIEW)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody of one's units, newest first day first; and whose written contract is missing."""
    actor, today = actor_of(request), bank_time.today(utc_now())
    state = request.GET.get("state", "")
    rows = queries.visible_to(actor)
    if state in Employee.State.values:
        rows = rows.filter(state=state)
    missing = [
        {**presenting.row(one), "due": due, "double_from": double, "late": today >= double}
        for one, due, double in queries.contract_missing(actor, today)
    ]
    context = {
        "rows": [presenting.row(one) for one in rows.order_by("-starts_on", "pk")[:SHOWN]],
        "missing": missing,
        "state": state,
        "states": [(key, words) for key, (words, _tone) in presenting.STATES.items()],
        "nav_key": "employees",
    }
    return render(request, "employees/list.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def one(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """One record. Reading the file is written to the trail."""
    found, actor = queries.get(employee_id), actor_of(request)
    permissions.require(actor, policies.VIEW, found.unit_id)
    services.note_reading(found)
    context = {
        "row": presenting.row(found),
        "employee": found,
        "contract": presenting.contract(found, bank_time.today(utc_now())),
        "file": presenting.file(queries.file_of(found)),
        "log": presenting.log(queries.steps_of(found.pk)),
        "may_manage": permissions.allowed(actor, policies.MANAGE, found.unit_id),
        "nav_key": "employees",
    }
    return render(request, "employees/one.html", context)


@permission_required(policies.MANAGE)
@require_POST
def contract(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """The written contract was signed."""
    form = ContractForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("no day", fields={"signed_on": "invalid"})
        services.record_contract(
            employee_id=employee_id,
            signed_on=form.cleaned_data["signed_on"],
            actor=actor_of(request),
            expected_version=form.cleaned_data["version"],
            now=utc_now(),
        )
        messages.success(request, _("Written down. The reminders about this contract have stopped."))
    except InvalidError:
        messages.error(request, _("Give the day it was signed: not before the offer, not in the future."))
    except ConflictError:
        messages.error(request, _("Nothing was changed: the record has changed since you opened it."))
    return redirect("employees:one", employee_id=employee_id)
