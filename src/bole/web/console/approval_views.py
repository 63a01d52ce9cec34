"""What waits for a second signature, what one handed in oneself, what was decided; and the decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.approvals import kinds, queries, services
from bole.foundation.ui import second_person
from bole.foundation.ui.formats import say
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.web.console import policies


@permission_required(policies.HOME)
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """The list."""
    actor, now = actor_of(request), utc_now()
    mine = queries.visible_to(actor).filter(state="waiting", proposer_id=actor.id)
    context = {
        "waiting": [_row(one, now) | second_person.card(actor, one) for one in queries.to_decide(actor)],
        "mine": [_row(one, now) for one in mine[:50]],
        "decided": [_row(one, now) for one in queries.decided(actor)],
        "nav_key": "jobs",
        "tab": "approvals",
    }
    return render(request, "console/approvals.html", context)


@permission_required(policies.HOME)
@require_POST
def decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Approve, send back, hand on, or take back."""
    do, note = request.POST.get("do", ""), request.POST.get("note", "")
    sha256, now = request.POST.get("sha256", ""), utc_now()
    try:
        if do in {"approve", "refuse"}:
            services.decide(request_id=request_id, approve=do == "approve", sha256=sha256, note=note, now=now)
            told = _("Sent back.")
            if do == "approve":
                told = _("Signed with your name. It takes effect as shown.")
        elif do == "delegate":
            services.delegate(request_id=request_id, to=_person(request), now=now)
            told = _("Handed on. Your colleague decides now.")
        elif do == "withdraw":
            services.withdraw(request_id=request_id, now=now)
            told = _("Taken back. It is a draft again.")
        else:
            raise InvalidError("what to do", fields={"do": "required"})
        messages.success(request, told)
    except InvalidError as error:
        messages.error(request, _refusal(error))
    except ConflictError as error:
        messages.error(request, _conflict(error))
    return _back(request)


def _row(one: Any, now: Any) -> dict[str, Any]:
    kind = kinds.get(one.kind)
    return {
        "request": one,
        "title": say(one.title),
        "kind": kind.label,
        "url": kind.page(one.object_id),
        "late": one.state == "waiting" and one.due_at < now,
    }


def _person(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("to", ""))
    except ValueError:
        raise InvalidError("nobody chosen", fields={"to": "required"}) from None


def _refusal(error: InvalidError) -> str:
    if "note" in error.fields:
        return _("Say why you send it back, in a few words.")
    if "to" in error.fields:
        return _("Choose a colleague who may see this unit; never the one who handed it in.")
    return _("Nothing was changed.")


def _conflict(error: ConflictError) -> str:
    if error.code == "already_decided":
        return _("Somebody was faster: this was decided already.")
    return _("It changed since you opened the page. Read it again before you sign.")


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(target)
    return redirect("console:approvals")
