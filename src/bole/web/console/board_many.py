"""Actions for many at once with what became of each, and views that are kept."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.messaging import queries as outbox
from bole.hiring.worklists import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.web.console.board_views import refusal
from bole.web.console.messages import words
from bole.web.console.messages.words import Said

MOST_SHOWN = 500
LONGEST_VERSION = 9  # digits


class ManyForm(forms.Form):
    """The bar of the board: what to do, and with what."""

    key = forms.UUIDField()
    action = forms.SlugField(max_length=12)
    to = forms.SlugField(required=False, max_length=32)
    days = forms.IntegerField(required=False, min_value=1, max_value=60)
    reason = forms.SlugField(required=False, max_length=64)
    until = forms.DateField(required=False)
    template = forms.SlugField(required=False, max_length=60)


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
        chosen=[chosen(request, word, wanted["reason"]) for word in request.POST.getlist("chosen")],
        details=_details(request, wanted),
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
    shown = list(queries.items(found)[:MOST_SHOWN])
    sent = _sent(found, [item.pk for item in shown])
    items = [
        {
            "name": item.application.candidate.name or _("erased"),
            "number": item.application.candidate.number,
            "url": reverse("console:person", args=[item.application.candidate_id]),
            "state": item.state,
            "why": refusal(item.code) if item.code else "",
            "sent": sent.get(item.pk),
        }
        for item in shown
    ]
    context = {
        "run": found,
        "items": items,
        "left": found.total - found.done - found.failed,
        "ready": found.done + found.failed,
        "what": str(ACTIONS.get(found.action, found.action)),
        "ways": _ways(found),
        "nav_key": "board",
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "console/_run.html" if fragment else "console/run.html", context)


@permission_required(policies.USE)
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a title."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was kept. Please give the view a title."))
        return _back(request)
    try:
        view = services.save_view(actor=actor_of(request), now=utc_now(), **form.cleaned_data)
    except ConflictError:
        messages.error(request, _("Nothing was kept: remove one of your views first."))
        return _back(request)
    messages.success(request, _("The view is kept."))
    if view.query != form.cleaned_data["query"]:
        messages.info(request, _("What was searched for is left out: a view names nobody."))
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


def _details(request: HttpRequest, wanted: dict[str, Any]) -> dict[str, str]:
    """What the action needs to know, as text; the day a hold ends begins at the bank's midnight."""
    day = wanted["until"]
    until = timezone.make_aware(datetime.combine(day, time())).isoformat() if day else ""
    said = {"to": wanted["to"], "days": str(wanted["days"] or ""), "reason": wanted["reason"], "until": until}
    texts = {name: request.POST.get(name, "") for name in TEXTS}
    return {**said, "template": wanted["template"], **texts}


def _sent(run: Any, item_ids: list[UUID]) -> dict[UUID, Said]:
    """What became of each message of a run, in words."""
    if run.action != "message":
        return {}
    found = outbox.newest_about(services.MESSAGE_ABOUT, item_ids, run.details["template"])
    return {key: words.state(message.state) for key, message in found.items()}


def _ways(run: Any) -> list[tuple[Said, int]]:
    """How many messages of a run stand where."""
    counts = outbox.batch_counts(run.pk) if run.action == "message" else {}
    return [(words.state(state), n) for state, n in sorted(counts.items())]


ACTIONS = {
    "advance": lazy("Move on"),
    "decline": lazy("Not moving forward"),
    "hold": lazy("Put on hold"),
    "invite": lazy("Invite to the interview"),
    "message": lazy("Write to them"),
}
TEXTS = tuple(f"{what}_{language}" for what in ("subject", "text") for language in ("zh", "en"))


def chosen(request: HttpRequest, word: str, reason: str) -> services.Chosen:
    """``application~version`` as it was posted, with the reason given for this person, else for all."""
    application_id, _tilde, version = word.partition("~")
    try:
        if not (version.isascii() and version.isdigit() and len(version) <= LONGEST_VERSION):
            raise ValueError("no such version")
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
