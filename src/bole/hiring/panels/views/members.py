"""Who sits on a panel, and calling it off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bole.foundation.access.views import permission_required
from bole.hiring.panels import policies, services
from bole.hiring.panels.forms import ArrangeForm, MemberForm
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.MANAGE)
@require_POST
def add(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """One more member."""
    return _done(
        request,
        panel_id,
        lambda typed: services.add_member(panel_id=panel_id, user_id=typed["user"], now=utc_now()),
    )


@permission_required(policies.MANAGE)
@require_POST
def excuse(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """A member who will not rate leaves, with a reason."""
    return _done(
        request,
        panel_id,
        lambda typed: services.excuse(
            panel_id=panel_id, user_id=typed["user"], why=typed["why"], now=utc_now()
        ),
    )


@permission_required(policies.MANAGE)
@require_POST
def lead(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Another member leads."""
    return _done(
        request, panel_id, lambda typed: services.hand_over(panel_id=panel_id, user_id=typed["user"])
    )


@permission_required(policies.MANAGE)
@require_POST
def arrange(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Plan the appointment; on to its page, where times are offered."""
    form = ArrangeForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete")
        made = services.arrange(panel_id=panel_id, now=utc_now(), **form.cleaned_data)
    except InvalidError:
        messages.error(
            request, _("Nothing was planned: between 15 and 240 minutes, and a link beginning with https.")
        )
        return redirect("panels:one", panel_id=panel_id)
    except ConflictError as error:
        messages.error(request, _refused(error))
        return redirect("panels:one", panel_id=panel_id)
    return redirect("scheduling:one", appointment_id=made.pk)


@permission_required(policies.MANAGE)
@require_POST
def cancel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """It will not be held."""
    reason = request.POST.get("reason", "")
    try:
        if reason not in dict(policies.CANCEL_REASONS):
            raise InvalidError("why?", fields={"reason": "required"})
        services.cancel(panel_id=panel_id, reason=reason, now=utc_now())
        messages.success(request, _("Called off."))
    except InvalidError:
        messages.error(request, _("Nothing was changed: choose why."))
    except ConflictError:
        messages.error(request, _("Nothing was changed: the panel is closed already."))
    return redirect("panels:one", panel_id=panel_id)


def _done(request: HttpRequest, panel_id: UUID, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    form = MemberForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("nobody chosen")
        act(form.cleaned_data)
        messages.success(request, _("Saved with your name."))
    except InvalidError:
        messages.error(request, _("Nothing was changed. Choose a person who may do this here; say why."))
    except ConflictError as error:
        messages.error(request, _refused(error))
    return redirect("panels:one", panel_id=panel_id)


def _refused(error: ConflictError) -> str:
    said = {
        "not_free": _("Nothing was changed: not everybody is free at the panel's time. Move it first."),
        "panel_lead": _("Nothing was changed: hand the lead over to somebody else first."),
        "panel_empty": _("Nothing was changed: nobody would be left. Call the panel off instead."),
    }
    return said.get(error.code, _("Nothing was changed: somebody was faster. Please look again."))
