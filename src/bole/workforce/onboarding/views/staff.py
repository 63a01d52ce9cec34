"""The manager's tasks for his people, and IT's part: a staff number, a post, a place, a day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.onboarding import policies, presenting, queries, services

SHOWN = 200


@permission_required(policies.LEAD)
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Whom one leads and what there is to do for them."""
    today = bank_time.today(utc_now())
    rows = [
        {
            **presenting.task(task, None, today),
            "name": task.onboarding.employee.name,
            "number": task.onboarding.employee.number,
            "job": say(task.onboarding.employee.job_title),
            "unit": task.onboarding.unit.name,
            "starts_on": task.onboarding.employee.starts_on,
            "when": presenting.until(task.onboarding.employee.starts_on, today),
        }
        for task in queries.managed(actor_of(request))
    ]
    return render(request, "onboarding/mine.html", {**_parts(rows), "nav_key": "onboarding-mine"})


@permission_required(policies.LEAD)
@require_POST
def mine_done(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """It is done."""
    try:
        services.finish(task_id=task_id, now=utc_now())
        messages.success(request, _("Done, written down with your name."))
    except ConflictError:
        messages.error(request, _("Not done: it has changed meanwhile."))
    return redirect("onboarding:mine")


@permission_required(policies.IT)
@never_cache
@require_GET
def it(request: HttpRequest) -> HttpResponse:
    """What IT has to set up, the next first. It holds nobody's name."""
    today = bank_time.today(utc_now())
    rows: list[dict[str, Any]] = [
        {
            "id": one.pk,
            "number": one.staff_number,
            "job": say(one.post),
            "unit": one.place.name,
            "title": say(one.title),
            "asks": one.asks,
            "due_on": one.due_on,
            "starts_on": one.starts_on,
            "when": presenting.until(one.starts_on, today),
            "state": one.state,
            "late": one.state == "open" and one.due_on < today,
            "done_at": one.done_at,
        }
        for one in queries.for_it(actor_of(request))[:SHOWN]
    ]
    return render(request, "onboarding/it.html", {**_parts(rows), "nav_key": "onboarding-it"})


@permission_required(policies.IT)
@require_POST
def it_done(request: HttpRequest, it_task_id: UUID) -> HttpResponse:
    """It is set up; a desk needs its number."""
    try:
        services.finish_for_it(it_task_id=it_task_id, now=utc_now(), answer=request.POST.get("answer", ""))
        messages.success(request, _("Done. The newcomer and the manager see it at once."))
    except InvalidError:
        messages.error(request, _("Give the number of the desk."))
    except ConflictError:
        messages.error(request, _("Not done: it has changed meanwhile."))
    return redirect("onboarding:it")


def _parts(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "rows": [row for row in rows if row["state"] == "open"],
        "done": [row for row in rows if row["state"] == "done"][-20:],
    }
