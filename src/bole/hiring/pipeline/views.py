"""Moves of an application. Every move is a person's, with the version he was looking at."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import policies, queries, services
from bole.hiring.pipeline.forms import (
    ADVANCE_REASON,
    AdvanceForm,
    DeclineForm,
    HoldForm,
    ReopenForm,
    ResumeForm,
)
from bole.hiring.pipeline.models import Application
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

REFUSALS = {
    "on_hold": lazy("Nothing was changed: this application is on hold. Take it up again first."),
    "not_declined": lazy("Nothing was changed: only what the bank ended can be taken up again."),
    "erased": lazy("Nothing was changed: this person's data were erased."),
    "not_on_hold": lazy("Nothing was changed: this application is not on hold any more."),
    **policies.OPEN_WORK,
}


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
    try:
        if not form.is_valid():
            raise InvalidError("no reason", fields=dict.fromkeys(form.errors, "required"))
        services.check_reason(queries.get(application_id), form.cleaned_data["reason"])
    except InvalidError:
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


@permission_required(policies.ADVANCE)
@require_POST
def hold(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Leave one application where it is, for a reason of the list and until a day if one is named."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Please choose a reason, and a day or none."))
        return back(request)
    wanted = form.cleaned_data

    def move() -> str:
        services.hold(
            application_id=application_id,
            actor=actor_of(request),
            reason=wanted["reason"],
            expected_version=wanted["version"],
            until=wanted["until"],
            now=utc_now(),
        )
        return _("On hold: its clocks stand still, and nothing advances it meanwhile.")

    return _tell(request, application_id, move)


@permission_required(policies.ADVANCE)
@require_POST
def resume(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take one application up again."""
    form = ResumeForm(request.POST)
    if not form.is_valid():
        raise InvalidError("version is needed", fields=dict.fromkeys(form.errors, "required"))

    def move() -> str:
        services.resume_from_hold(
            application_id=application_id,
            actor=actor_of(request),
            expected_version=form.cleaned_data["version"],
            now=utc_now(),
        )
        return _("Taken up again: what was left of its time runs on.")

    return _tell(request, application_id, move)


@permission_required(policies.DECLINE)
@require_POST
def reopen(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take an application up again that was declined, or ended as a double."""
    form = ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Please choose a reason."))
        return back(request)

    def move() -> str:
        one = services.reopen(
            application_id=application_id,
            actor=actor_of(request),
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            now=utc_now(),
        )
        stage = say(queries.process_of(one).stage(one.stage).label)
        said = _("Taken up again in %(stage)s. The candidate hears nothing of it by itself.")
        return said % {"stage": stage}

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
    except ConflictError as error:
        words = REFUSALS.get(error.code) or _who_was_faster(queries.get(application_id))
        messages.error(request, words)
    except InvalidError as error:
        if "until" not in error.fields:
            raise
        messages.error(
            request, _("Nothing was changed. A hold ends between tomorrow and half a year from now.")
        )
    return back(request)


def _who_was_faster(application: Application) -> str:
    """Lost race: who moved it where, so that nobody has to guess."""
    last = queries.history(application.pk).last()
    who = last.actor_user.get_short_name() if last and last.actor_user else _("The job's rule")
    if last and last.from_stage == last.to_stage:
        return _("Nothing was changed: %(who)s has just changed this application.") % {"who": who}
    stage = say(queries.process_of(application).stage(application.stage).label)
    return _("Nothing was changed: %(who)s has just moved this application to %(stage)s.") % {
        "who": who,
        "stage": stage,
    }
