"""What HR does to one onboarding: its tasks, the first day, the manager."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.onboarding import policies, queries, services
from bole.workforce.onboarding.forms import day_of, number_of
from bole.workforce.onboarding.models import Onboarding

NOT_DONE = {
    "onboarding_incomplete": lazy("Not done: something needed is still open. Tick the box to go on anyway."),
    "onboarding_over": lazy("Not done: this onboarding is over."),
    "too_early": lazy("Not done: the first day has not come yet."),
    "task_dropped": lazy("Not done: this task was dropped."),
    "not_yours_to_do": lazy("Not done: only the newcomer can do this."),
}


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
