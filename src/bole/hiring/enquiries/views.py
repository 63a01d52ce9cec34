"""HR's inbox of candidates' questions: what waits against its clock, one question, its answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.enquiries import policies, presenting, queries, services
from bole.hiring.enquiries.forms import AnswerForm, AssignForm, FaqForm
from bole.hiring.enquiries.models import Enquiry
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

SHOWN = 100
PERIOD = timedelta(days=30)


@permission_required(policies.READ)
@never_cache
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first; or what was dealt with, newest first."""
    actor, now = actor_of(request), utc_now()
    done = request.GET.get("tab") == "done"
    rows = queries.dealt_with(actor) if done else queries.inbox(actor)
    mine = request.GET.get("mine") == "1"
    if mine:
        rows = rows.filter(owner_id=actor.id)
    context = {
        "rows": [presenting.row(one, now) for one in rows[:SHOWN]],
        "done": done,
        "mine": mine,
        "waiting": queries.inbox(actor).count(),
        "figures": presenting.figures(
            queries.figures(actor, now - PERIOD, now), queries.figures(actor, now - 2 * PERIOD, now - PERIOD)
        ),
        "nav_key": "questions",
    }
    return render(request, "enquiries/inbox.html", context)


@permission_required(policies.READ)
@never_cache
@require_GET
def one(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """One question with everything needed to answer it."""
    return _page(request, queries.get(enquiry_id), AnswerForm())


@permission_required(policies.ANSWER)
@require_POST
def answer(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Send the answer."""
    found, form = queries.get(enquiry_id), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        services.answer(enquiry_id=enquiry_id, text=form.cleaned_data["text"], now=utc_now())
    except ConflictError:
        messages.error(request, _("Nothing was sent: somebody has just answered this question."))
        return redirect("enquiries:one", enquiry_id=enquiry_id)
    except InvalidError:
        form.add_error("text", _("Write an answer."))
        return _page(request, found, form, status=422)
    messages.success(request, _("Sent. The candidate gets it by message and sees it on the page."))
    return redirect("enquiries:one", enquiry_id=enquiry_id)


@permission_required(policies.ANSWER)
@require_POST
def assign(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """Somebody takes care of it."""
    queries.get(enquiry_id)
    form = AssignForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("nobody chosen", fields={"owner": "required"})
        services.assign(enquiry_id=enquiry_id, user_id=form.cleaned_data["owner"])
        messages.success(request, _("Assigned."))
    except InvalidError:
        messages.error(request, _("Nothing was changed. Choose somebody of this branch's HR."))
    except ConflictError:
        messages.error(request, _("Nothing was changed: it is answered already."))
    return redirect("enquiries:one", enquiry_id=enquiry_id)


def _page(request: HttpRequest, found: Enquiry, form: AnswerForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    entries = queries.faq_for(found.unit_id)
    context: dict[str, Any] = {
        "enquiry": found,
        "row": presenting.row(found, utc_now()),
        "waits": found.state == Enquiry.State.WAITING,
        "form": form,
        "suggestions": presenting.suggestions(found, entries),
        "source": presenting.source(found.faq_number) if found.faq_key else "",
        "people": access.holders_of(roles.HR, found.unit_id),
        "may_answer": permissions.allowed(actor, policies.ANSWER, found.unit_id),
        "may_draft": bool(found.replies) and permissions.allowed(actor, policies.FAQ, found.unit_id),
        "draft_form": draft_form(found) if found.replies else None,
        "nav_key": "questions",
    }
    return render(request, "enquiries/one.html", context, status=status)


def draft_form(found: Enquiry) -> FaqForm:
    """The answer as the beginning of an entry; the question is written anew, it may name somebody."""
    empty: dict[str, Any] = {"question": "", "also": [], "answer": ""}
    words: dict[str, Any] = {**empty, "answer": found.answer or ""}
    body = {"zh": empty, "en": empty} | {found.language: words}
    made = FaqForm.of(body, 0)
    made.fields.pop("number")
    return made
