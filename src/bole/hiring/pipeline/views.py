"""Moves of an application. Every move is a person's, with the version he was looking at."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import policies, queries, services
from bole.hiring.pipeline.forms import ADVANCE_REASON, AdvanceForm, DeclineForm
from bole.hiring.pipeline.models import Application
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.ADVANCE)
@require_POST
def advance(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Move one application forward and go back to where the person was."""
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        raise InvalidError("to and version are needed", fields=dict.fromkeys(form.errors, "required"))
    wanted = form.cleaned_data

    def move() -> str:
        moved = services.advance(
            application_id=application_id,
            to=wanted["to"],
            actor=actor_of(request),
            reason=ADVANCE_REASON,
            expected_version=wanted["version"],
            now=utc_now(),
        )
        stage = say(queries.process_of(moved).stage(moved.stage).label)
        return _("Advanced to %(stage)s. The candidate hears of it.") % {"stage": stage}

    return _tell(request, application_id, move)


@permission_required(policies.DECLINE)
@require_POST
def decline(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Do not go on with one application; always a person, always with a reason."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Please choose a reason."))
        return back(request)
    wanted = form.cleaned_data

    def move() -> str:
        services.decline(
            application_id=application_id,
            actor=actor_of(request),
            reason=wanted["reason"],
            expected_version=wanted["version"],
            now=utc_now(),
        )
        return _("Written down with your name. The candidate is told and can ask for another person to look.")

    return _tell(request, application_id, move)


def back(request: HttpRequest) -> HttpResponse:
    """To the page the form was on."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("console:board")
    return HttpResponseRedirect(target)


def _tell(request: HttpRequest, application_id: UUID, move: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, move())
    except ConflictError:
        messages.error(request, _who_was_faster(queries.get(application_id)))
    return back(request)


def _who_was_faster(application: Application) -> str:
    """Lost race: who moved it where, so that nobody has to guess."""
    last = queries.transitions(application.pk).last()
    who = last.actor_user.get_short_name() if last and last.actor_user else _("The job's rule")
    stage = say(queries.process_of(application).stage(application.stage).label)
    return _("Nothing was changed: %(who)s has just moved this application to %(stage)s.") % {
        "who": who,
        "stage": stage,
    }
