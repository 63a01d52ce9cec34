"""The rules of one opening: written as sentences, tried, put in force; and its surge."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import pages, policies, queries, services, words
from bole.hiring.screening.forms import AddForm, PlanForm, number, test_of
from bole.hiring.screening.rules import editing
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.WRITE)
@never_cache
@require_GET
def rules(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """What is in force, the draft beside it, what the draft would do, and earlier versions."""
    opening = requisitions.get(requisition_id)
    permissions.require(actor_of(request), policies.WRITE, opening.unit_id)
    draft, standing = queries.draft_of(requisition_id), queries.rules_of(requisition_id)
    tried = draft.preview if draft and draft.preview_sha256 == draft.sha256 else None
    context = {
        "opening": opening,
        "job": say({"zh": opening.title_zh, "en": opening.title_en}),
        "standing": standing,
        "standing_rules": pages.sentences(standing.body),
        "draft": draft,
        "draft_rules": pages.sentences(draft.body) if draft else [],
        "tried": tried,
        "effect": pages.effect(tried) if tried else [],
        "history": queries.history_of(requisition_id),
        "choices": pages.choices() if draft else {},
        "plan": queries.plan_of(requisition_id),
        "surge": queries.surge_of(requisition_id),
        "surges": queries.surges_of(requisition_id)[:5],
        "nav_key": "screening",
    }
    return render(request, "screening/rules.html", context)


@permission_required(policies.WRITE)
@require_POST
def change(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """One step on the draft: begin, add, remove, turn, mark; or throw it away."""
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise InvalidError("unknown step", fields={"step": "unknown"})

    def work() -> None:
        _check_seen(request, requisition_id)
        step(request, requisition_id)

    return _tried(request, requisition_id, work)


@permission_required(policies.WRITE)
@require_POST
def preview(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """Try the draft on the applicants who stand in screening. Nothing changes for them."""
    return _tried(
        request, requisition_id, lambda: services.preview(requisition_id=requisition_id, now=utc_now())
    )


@permission_required(policies.WRITE)
@require_POST
def put_in_force(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """The draft the person was looking at becomes the rules."""

    def put() -> None:
        sha256 = request.POST.get("sha256", "").replace("\x00", "")
        services.put_in_force(requisition_id=requisition_id, sha256=sha256, now=utc_now())
        messages.success(request, _("In force. Applicants in screening are screened anew; old results stay."))

    return _tried(request, requisition_id, put)


def _tried(request: HttpRequest, requisition_id: UUID, do: Callable[[], Any]) -> HttpResponse:
    try:
        do()
    except (ConflictError, InvalidError) as error:
        messages.error(request, str(words.PROBLEMS.get(error.code, words.PROBLEMS["rules_invalid"])))
    return redirect("screening:rules", requisition_id=requisition_id)


def _check_seen(request: HttpRequest, requisition_id: UUID) -> None:
    """The page says which draft it showed: a rule's number means another rule in another draft."""
    seen, draft = request.POST.get("sha256", ""), queries.draft_of(requisition_id)
    if seen and (draft is None or draft.sha256 != seen):
        raise ConflictError("the draft was changed in the meantime", code="lost_race")


def _write(requisition_id: UUID, made: Callable[[Any], Any]) -> None:
    """The draft as ``made`` makes it out of the one that stands there, or out of the rules in force."""
    draft = queries.draft_of(requisition_id)
    body = made(draft.body if draft else queries.rules_of(requisition_id).body)
    seen = draft.sha256 if draft else ""
    services.change_draft(requisition_id=requisition_id, body=body, expected_sha256=seen, now=utc_now())


def _begin(_request: HttpRequest, requisition_id: UUID) -> None:
    _write(requisition_id, lambda body: body)


def _add(request: HttpRequest, requisition_id: UUID) -> None:
    form = AddForm(request.POST)
    if not form.is_valid():
        raise InvalidError("where to is not known", code="rules_invalid")
    to, how = form.target()
    test, need = test_of(request.POST), form.cleaned_data["need"]
    _write(requisition_id, lambda body: editing.added(body, test, need=need, to=to, how=how))


def _remove(request: HttpRequest, requisition_id: UUID) -> None:
    _write(requisition_id, lambda body: editing.removed(body, _index(request)))


def _turn(request: HttpRequest, requisition_id: UUID) -> None:
    _write(requisition_id, lambda body: editing.turned(body, _index(request)))


def _mark(request: HttpRequest, requisition_id: UUID) -> None:
    wanted = request.POST.get("hold_below", "").strip()
    _write(requisition_id, lambda body: {**body, "hold_below": number(wanted) if wanted else None})


def _discard(_request: HttpRequest, requisition_id: UUID) -> None:
    services.discard_draft(requisition_id=requisition_id)


@permission_required(policies.SURGE)
@require_POST
def surge(request: HttpRequest, requisition_id: UUID) -> HttpResponse:
    """Stop the quick screening, or set when it begins."""
    if request.POST.get("step") == "stop":
        services.stop_surge(requisition_id=requisition_id, now=utc_now())
        messages.success(request, _("Stopped. It does not begin again until somebody switches it on."))
        return redirect("screening:rules", requisition_id=requisition_id)
    form = PlanForm(request.POST)
    if form.is_valid():
        services.set_plan(requisition_id=requisition_id, now=utc_now(), **form.cleaned_data)
        messages.success(request, _("Kept. It counts from the next applicant on."))
    else:
        messages.error(request, _("Nothing was changed: check the numbers."))
    return redirect("screening:rules", requisition_id=requisition_id)


_STEPS: dict[str, Callable[[HttpRequest, UUID], None]] = {
    "begin": _begin,
    "add": _add,
    "remove": _remove,
    "turn": _turn,
    "mark": _mark,
    "discard": _discard,
}


def _index(request: HttpRequest) -> int:
    text = request.POST.get("index", "")
    return int(text) if text.isdecimal() and len(text) < 4 else -1
