"""HR's pages: who begins when, one person's onboarding, documents to look at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.files import links, serving
from bole.foundation.files import queries as files
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.workforce.employees import policies as employees
from bole.workforce.onboarding import faces, policies, presenting, queries, services, words
from bole.workforce.onboarding.forms import day_of, number_of
from bole.workforce.onboarding.models import Onboarding

SHOWN = 100
PERIOD = timedelta(days=365)
NOT_DONE = {
    "onboarding_incomplete": lazy("Not done: something needed is still open. Tick the box to go on anyway."),
    "onboarding_over": lazy("Not done: this onboarding is over."),
    "too_early": lazy("Not done: the first day has not come yet."),
    "task_dropped": lazy("Not done: this task was dropped."),
    "not_yours_to_do": lazy("Not done: only the newcomer can do this."),
}


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


@permission_required(policies.MANAGE)
@require_POST
def act(request: HttpRequest, onboarding_id: UUID) -> HttpResponse:
    """One step on the list or on the first day, as the person who is logged in."""
    step = _STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise InvalidError("unknown step", fields={"do": "unknown"})
    found = queries.get(onboarding_id)
    permissions.require(actor_of(request), policies.MANAGE, found.unit_id)
    try:
        said = step(request, found)
        messages.success(request, str(said))
    except ConflictError as error:
        messages.error(request, str(NOT_DONE.get(error.code, _("Not done: it has changed meanwhile."))))
    except InvalidError:
        messages.error(request, _("Nothing was changed: check what you entered."))
    return redirect("onboarding:one", onboarding_id=onboarding_id)


def _task(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("task", ""))
    except ValueError as error:
        raise InvalidError("no task", fields={"task": "unknown"}) from error


def _mine(request: HttpRequest, found: Onboarding) -> UUID:
    """A task of this onboarding and no other."""
    task = queries.task(_task(request))
    if task.onboarding_id != found.pk:
        raise InvalidError("another onboarding's task", fields={"task": "unknown"})
    return task.pk


def _finish(request: HttpRequest, found: Onboarding) -> Any:
    services.finish(task_id=_mine(request, found), now=utc_now(), answer=request.POST.get("answer", ""))
    return _("Done, written down with your name.")


def _reopen(request: HttpRequest, found: Onboarding) -> Any:
    services.reopen(task_id=_mine(request, found), now=utc_now())
    return _("Opened again.")


def _drop(request: HttpRequest, found: Onboarding) -> Any:
    services.drop(task_id=_mine(request, found), now=utc_now())
    return _("Taken off this person's list.")


def _move(request: HttpRequest, found: Onboarding) -> Any:
    services.move(task_id=_mine(request, found), due_on=day_of(request.POST, "due_on"), now=utc_now())
    return _("Moved to the other day.")


def _add(request: HttpRequest, found: Onboarding) -> Any:
    services.add(
        onboarding_id=found.pk,
        owner=request.POST.get("owner", ""),
        title=request.POST.get("title", ""),
        due_on=day_of(request.POST, "due_on"),
        required=request.POST.get("required") == "yes",
        now=utc_now(),
    )
    return _("Added to this person's list.")


def _join(request: HttpRequest, found: Onboarding) -> Any:
    services.join(
        onboarding_id=found.pk,
        on=day_of(request.POST, "on"),
        expected_version=number_of(request.POST, "version"),
        anyway=request.POST.get("anyway") == "yes",
        now=utc_now(),
    )
    return _("Written down: the probation has begun, the application ended well.")


def _postpone(request: HttpRequest, found: Onboarding) -> Any:
    services.postpone(
        onboarding_id=found.pk,
        to=day_of(request.POST, "to"),
        reason=request.POST.get("reason", ""),
        expected_version=number_of(request.POST, "version"),
        now=utc_now(),
    )
    return _("Moved. The newcomer is told, and what counts from the first day moved along.")


def _leave(request: HttpRequest, found: Onboarding) -> Any:
    services.leave(
        onboarding_id=found.pk,
        reason=request.POST.get("reason", ""),
        expected_version=number_of(request.POST, "version"),
        now=utc_now(),
    )
    return _("Ended. Nobody is reminded any more.")


def _manager(request: HttpRequest, found: Onboarding) -> Any:
    try:
        manager = UUID(request.POST.get("manager", ""))
    except ValueError as error:
        raise InvalidError("nobody", fields={"manager": "unknown"}) from error
    services.name_manager(
        onboarding_id=found.pk,
        manager_id=manager,
        expected_version=number_of(request.POST, "version"),
        now=utc_now(),
    )
    return _("Named. The manager's tasks are there from now on.")


_STEPS: dict[str, Callable[[HttpRequest, Onboarding], Any]] = {
    "finish": _finish,
    "reopen": _reopen,
    "drop": _drop,
    "move": _move,
    "add": _add,
    "join": _join,
    "postpone": _postpone,
    "leave": _leave,
    "manager": _manager,
}


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def material(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """One document beside what was read and confirmed."""
    found = queries.material(material_id)
    services.note_look(found)
    onboarding = queries.get(found.task.onboarding_id)
    context = {
        "document": found,
        "kind": words.MATERIALS[found.kind],
        "onboarding": onboarding,
        "name": onboarding.employee.name,
        "fields": presenting.fields(found),
        "hints": presenting.hints(found),
        "picture": found.content_type.startswith("image/"),
        "earlier": [one for one in queries.history_of(found.task_id) if one.pk != found.pk],
        "reasons": policies.SEND_BACK_REASONS,
        "comparable": faces.recording_of(found) is not None,
        "checked": presenting.beside_check(found, utc_now()),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/material.html", context)


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def compare(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """The card beside the interview, where the person agreed: a hint for whoever looks, never a refusal."""
    found = queries.material(material_id)
    recording = faces.recording_of(found)
    if recording is None:
        raise NotFoundError("nothing to compare")
    services.note_look(found, beside="interview")
    context = {
        "document": found,
        "kind": words.MATERIALS[found.kind],
        "name": queries.get(found.task.onboarding_id).employee.name,
        "video": links.url_for(request, recording),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/compare.html", context)


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def picture(request: HttpRequest, material_id: UUID) -> HttpResponseBase:
    """The document itself."""
    found = queries.material(material_id)
    return serving.serve(request, files.stored_file(found.file_id))


@permission_required(policies.MANAGE)
@require_POST
def decide(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """Accept it, or send it back with a reason; then the next one that waits."""
    found = queries.material(material_id)
    try:
        if request.POST.get("do") == "accept":
            services.accept(material_id=found.pk, now=utc_now())
            messages.success(request, _("Accepted. What belongs into the employee's file is there now."))
        else:
            reason = request.POST.get("reason", "")
            services.send_back(material_id=found.pk, reason=reason, now=utc_now())
            messages.success(request, _("Sent back. The newcomer is told what to do."))
    except ConflictError:
        messages.error(request, _("Not done: it has changed meanwhile."))
    except InvalidError:
        messages.error(request, _("Choose a reason."))
        return redirect("onboarding:material", material_id=found.pk)
    following = queries.waiting_materials(actor_of(request)).first()
    if following is not None:
        return redirect("onboarding:material", material_id=following.pk)
    return redirect("onboarding:one", onboarding_id=found.task.onboarding_id)
