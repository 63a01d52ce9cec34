"""The bank's answers to frequent questions: list, edit, versions, drafts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.org.models import Unit
from bole.hiring.enquiries import policies, presenting, queries, services
from bole.hiring.enquiries.forms import FaqForm
from bole.hiring.enquiries.queries import Entry
from bole.hiring.enquiries.services.faq import new_key
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError


@permission_required(policies.FAQ)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that answers at the actor's unit, and what waits to be put in force."""
    actor = actor_of(request)
    unit = _unit(actor)
    context = {
        "unit": unit,
        "entries": [
            presenting.entry(one) | {"mine": _may_edit(one, unit)}
            for one in queries.faq_for(unit.pk).values()
        ],
        "drafts": queries.drafts(actor),
        "nav_key": "questions",
    }
    return render(request, "enquiries/faq.html", context)


@permission_required(policies.FAQ)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """One entry: its wording in both languages, and every version before."""
    unit = _unit(actor_of(request))
    found = queries.faq_for(unit.pk).get(key)
    if found is None:
        raise NotFoundError("no such entry")
    if not _may_edit(found, unit):
        raise DeniedError("another unit's answer")
    newest = queries.versions_of(unit.pk, key).values_list("number", flat=True).first() or 0
    if request.method == "POST" and "retire" in request.POST:
        services.retire(owner_id=unit.pk, key=key, now=utc_now())
        messages.success(request, _("Taken out. It answers no further question."))
        return redirect("enquiries:faq")
    form = FaqForm(request.POST) if request.method == "POST" else FaqForm.of(found.body, newest)
    if request.method == "POST" and _saved(request, form, unit, key):
        return redirect("enquiries:faq")
    context = {"form": form, "entry": presenting.entry(found), "unit": unit, "nav_key": "questions"}
    context["versions"] = queries.versions_of(unit.pk, key)
    return render(request, "enquiries/faq_edit.html", context, status=422 if form.errors else 200)


@permission_required(policies.FAQ)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An entry of the unit's own."""
    unit = _unit(actor_of(request))
    form = FaqForm(request.POST if request.method == "POST" else None, initial={"number": 0})
    if request.method == "POST" and _saved(request, form, unit, new_key()):
        return redirect("enquiries:faq")
    context = {"form": form, "entry": None, "unit": unit, "nav_key": "questions"}
    return render(request, "enquiries/faq_edit.html", context, status=422 if form.errors else 200)


@permission_required(policies.FAQ)
@require_POST
def draft(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Make an answered question an entry, in words of HR's own."""
    queries.get(enquiry_id)
    form = FaqForm({**request.POST.dict(), "number": 0})
    try:
        if not form.is_valid():
            raise InvalidError("incomplete")
        services.draft_from(enquiry_id=enquiry_id, key=new_key(), body=form.body(), now=utc_now())
        messages.success(request, _("Kept as a draft. Put it in force on the page of frequent questions."))
    except InvalidError:
        messages.error(request, _("Nothing was kept: a question and an answer in Chinese are needed."))
    return redirect("enquiries:one", enquiry_id=enquiry_id)


@permission_required(policies.FAQ)
@require_POST
def draft_one(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put a draft or an older wording in force, or throw a draft away."""
    try:
        if "discard" in request.POST:
            services.discard(version_id=version_id)
            messages.success(request, _("The draft is gone."))
        else:
            services.put_in_force(version_id=version_id, now=utc_now())
            messages.success(request, _("In force. It answers from the next question on."))
    except ConflictError:
        messages.error(request, _("Nothing was changed: somebody was faster."))
    return redirect("enquiries:faq")


def _saved(request: HttpRequest, form: FaqForm, unit: Unit, key: str) -> bool:
    if not form.is_valid():
        return False
    number = form.cleaned_data["number"]
    try:
        services.save(owner_id=unit.pk, key=key, body=form.body(), expected_number=number, now=utc_now())
    except ConflictError:
        form.add_error(
            None, _("Somebody saved another wording meanwhile. Copy yours and open the page again.")
        )
        return False
    except InvalidError as error:
        _mark(form, error)
        return False
    messages.success(request, _("Saved with your name. It answers from the next question on."))
    return True


def _mark(form: FaqForm, error: BoleError) -> None:
    fields: dict[str, Any] = getattr(error, "fields", {})
    for language in ("zh", "en"):
        if language in fields:
            form.add_error(f"{language}_answer", _("A question and an answer are needed, or neither."))
    if not form.errors:
        form.add_error(None, _("This cannot be accepted as it is."))


def _unit(actor: Actor) -> Unit:
    """The unit the actor writes for: the topmost he is HR of."""
    held = [grant.unit_id for grant in actor.grants if grant.role in permissions.get(policies.FAQ).roles]
    units = org.subtree(tuple(held))
    if not units:
        raise DeniedError("no unit to write for")
    return min(units, key=lambda unit: unit.path.count("/"))


def _may_edit(found: Entry, unit: Unit) -> bool:
    """The head office changes what is the program's or its own; a branch its own additions."""
    return found.owner_id == unit.pk or (found.owner_id is None and unit.parent_id is None)
