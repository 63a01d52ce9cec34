"""Actions for many at once with what became of each, and views that are kept."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.worklists import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError
from bole.web.console.board_views import refusal

MOST_SHOWN = 500


class ManyForm(forms.Form):
    """The bar of the board: what to do, and with what."""

    key = forms.UUIDField()
    action = forms.SlugField(max_length=12)
    to = forms.SlugField(required=False, max_length=32)
    days = forms.IntegerField(required=False, min_value=1, max_value=60)
    reason = forms.SlugField(required=False, max_length=64)


class ViewForm(forms.Form):
    """A view to keep."""

    title = forms.CharField(max_length=60, strip=True)
    query = forms.CharField(required=False, max_length=600)
    shared = forms.BooleanField(required=False)


@permission_required(policies.USE)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a run. ``chosen``: application~version; ``reason-<application>`` goes before ``reason``."""
    form = ManyForm(request.POST)
    if not form.is_valid():
        raise InvalidError("key and action are needed", fields=dict.fromkeys(form.errors, "required"))
    wanted = form.cleaned_data
    run = services.begin(
        actor=actor_of(request),
        key=wanted["key"],
        action=wanted["action"],
        chosen=[_chosen(request, word, wanted["reason"]) for word in request.POST.getlist("chosen")],
        details={"to": wanted["to"], "days": str(wanted["days"] or "")},
        now=utc_now(),
    )
    url = reverse("console:board-run", args=[run.pk])
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"url": url, "id": str(run.pk)})
    return redirect(url)


@permission_required(policies.USE)
@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far a run is, and what became of each; as a fragment for the live page, else whole."""
    found = queries.run(actor_of(request), run_id)
    items = [
        {
            "name": item.application.candidate.name or _("erased"),
            "number": item.application.candidate.number,
            "url": reverse("console:person", args=[item.application.candidate_id]),
            "state": item.state,
            "why": refusal(item.code) if item.code else "",
        }
        for item in queries.items(found)[:MOST_SHOWN]
    ]
    context = {
        "run": found,
        "items": items,
        "left": found.total - found.done - found.failed,
        "ready": found.done + found.failed,
        "what": str(ACTIONS.get(found.action, found.action)),
        "nav_key": "board",
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "console/_run.html" if fragment else "console/run.html", context)


@permission_required(policies.USE)
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a title."""
    form = ViewForm(request.POST)
    if form.is_valid():
        services.save_view(actor=actor_of(request), now=utc_now(), **form.cleaned_data)
        messages.success(request, _("The view is kept."))
    else:
        messages.error(request, _("Nothing was kept. Please give the view a title."))
    return _back(request)


@permission_required(policies.USE)
@require_POST
def change_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Share a view in the branch, keep it to oneself again, or remove it."""
    wish = request.POST.get("wish", "")
    if wish == "forget":
        services.forget_view(actor=actor_of(request), view_id=view_id)
    elif wish in ("share", "keep"):
        services.share_view(actor=actor_of(request), view_id=view_id, shared=wish == "share")
    else:
        raise InvalidError("share, keep or forget", code="wish_unknown")
    return _back(request)


ACTIONS = {
    "advance": lazy("Move on"),
    "decline": lazy("Not moving forward"),
    "hold": lazy("Put on hold"),
    "invite": lazy("Invite to the interview"),
}


def _chosen(request: HttpRequest, word: str, reason: str) -> services.Chosen:
    application_id, _tilde, version = word.partition("~")
    try:
        return services.Chosen(
            UUID(application_id), int(version), request.POST.get(f"reason-{application_id}") or reason
        )
    except ValueError as error:
        raise InvalidError("application~version", code="chosen_invalid") from error


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("console:board")
    return HttpResponseRedirect(target)
