"""HR's pages: who begins when, and one person's onboarding."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.workforce.employees import policies as employees
from bole.workforce.onboarding import policies, presenting, queries, words
from bole.workforce.onboarding.models import Onboarding

SHOWN = 100
PERIOD = timedelta(days=365)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Who begins when and what is late; documents to look at; figures with what they count."""
    actor, now = actor_of(request), utc_now()
    state = request.GET.get("state", "")
    rows = queries.starting(actor, state=state if state in Onboarding.State.values else "")
    found = [presenting.row(one, bank_time.today(now)) for one in queries.whole(list(rows[:SHOWN]))]
    found_figures = queries.figures_for(actor, now - PERIOD)
    waiting = list(queries.waiting_materials(actor)[:SHOWN])
    context = {
        "rows": found,
        "late": sum(bool(row["late"]) for row in found),
        "waiting": [
            {
                "id": one.pk,
                "kind": words.MATERIALS[one.kind],
                "name": one.task.onboarding.employee.name,
                "at": one.uploaded_at,
            }
            for one in waiting
        ],
        "figures": found_figures,
        "first_share": round(100 * (found_figures.first_try or 0)),
        "state": state,
        "states": [(key, said) for key, (said, _tone) in words.STATES.items()],
        "may_templates": permissions.allowed(actor, policies.TEMPLATES),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/list.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def one(request: HttpRequest, onboarding_id: UUID) -> HttpResponse:
    """One person's list, with everything HR can do."""
    return render(request, "onboarding/one.html", _context(request, onboarding_id))


@permission_required(policies.VIEW)
@never_cache
@require_GET
def part(request: HttpRequest, onboarding_id: UUID) -> HttpResponse:
    """The living part of the page."""
    return render(request, "onboarding/_tasks.html", _context(request, onboarding_id))


def _context(request: HttpRequest, onboarding_id: UUID) -> dict[str, Any]:
    found, today = queries.get(onboarding_id), bank_time.today(utc_now())
    actor = actor_of(request)
    permissions.require(actor, policies.VIEW, found.unit_id)
    (whole,) = queries.whole([found])
    lines = presenting.tasks(whole, today)
    people = access.holders_of(roles.ALL - roles.BLIND - {roles.AUDITOR}, found.unit_id)
    return {
        "onboarding": found,
        "row": presenting.row(whole, today),
        "tasks": lines,
        "log": presenting.log(
            queries.notes_of(found.pk), {task.key: str(line["title"]) for task, line in _pairs(whole, lines)}
        ),
        "open": found.state in ("preparing", "ready"),
        "began": found.employee.starts_on <= today,
        "today": today,
        "people": [(person.pk, str(person)) for person in people],
        "owners": list(words.OWNERS.items()),
        "postpone_reasons": employees.POSTPONE_REASONS,
        "leave_reasons": policies.LEAVE_REASONS,
        "may_manage": permissions.allowed(actor, policies.MANAGE, found.unit_id),
        "nav_key": "onboarding",
    }


def _pairs(whole: queries.Whole, lines: list[dict[str, Any]]) -> list[tuple[Any, dict[str, Any]]]:
    by_id = {line["id"]: line for line in lines}
    return [(task, by_id[task.pk]) for task in whole.tasks if task.pk in by_id]
