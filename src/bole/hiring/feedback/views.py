"""HR's pages of feedback."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import actors, permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import queries as assessment
from bole.hiring.feedback import policies, presenting, queries, services
from bole.hiring.feedback.forms import MODES, EditForm, RuleForm
from bole.hiring.feedback.models import Feedback, FeedbackRule
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

SHOWN = 60
PERIOD = timedelta(days=30)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first; what went; and how the clock was kept."""
    actor, now = actor_of(request), utc_now()
    counts = queries.counts(actor, now - PERIOD, now)
    context = {
        "waiting": [presenting.row(one, now) for one in queries.waiting(actor)[:SHOWN]],
        "gone": [presenting.row(one, now) for one in queries.gone(actor)[:20]],
        "bars": presenting.bars(counts),
        "due": counts.in_time + counts.late + counts.running + counts.over,
        "tab": "list",
        "nav_key": "feedback",
    }
    return render(request, "feedback/list.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def one(request: HttpRequest, feedback_id: UUID) -> HttpResponse:
    """One letter: as it would go now, or as it went, with everything people changed."""
    found = services.open_preview(feedback_id=feedback_id, now=utc_now())
    return _page(request, found)


@permission_required(policies.EDIT)
@require_POST
def edit(request: HttpRequest, feedback_id: UUID) -> HttpResponse:
    """Another wording of one passage."""
    form = EditForm(request.POST)
    part, text = request.POST.get("part", "")[:64], request.POST.get("text", "")[:4000]
    try:
        if not form.is_valid():
            raise InvalidError("not a passage", fields={"text": "required"})
        services.edit(feedback_id=feedback_id, part=part, text=text, now=utc_now())
        messages.success(request, _("Saved. Both wordings are kept with your name."))
    except InvalidError as error:
        found = services.open_preview(feedback_id=feedback_id, now=utc_now())
        return _page(request, found, problem=(part, text, _why(error)))
    except ConflictError:
        messages.error(request, _("Not saved. The letter has gone, or your own rating is still open."))
    return redirect("feedback:one", feedback_id=feedback_id)


@permission_required(policies.EDIT)
@require_POST
def release(request: HttpRequest, feedback_id: UUID) -> HttpResponse:
    """Let it go now."""
    try:
        services.release(feedback_id=feedback_id, now=utc_now())
        messages.success(request, _("Sent. The candidate gets one message with the link to this letter."))
    except ConflictError as error:
        words = {"review_open": _("Not sent. Submit your own rating first.")}
        messages.error(request, words.get(error.code, _("Not sent. There is no report to write from yet.")))
    return redirect("feedback:one", feedback_id=feedback_id)


@permission_required(policies.SET)
@require_http_methods(["GET", "POST"])
def rules_page(request: HttpRequest) -> HttpResponse:
    """When letters of each opening go."""
    if request.method == "POST":
        form = RuleForm(request.POST)
        if form.is_valid():
            wanted = form.cleaned_data
            services.set_rule(
                requisition_id=wanted["requisition"],
                mode=wanted["mode"],
                hours=wanted["hours"],
                next_days=wanted["next_days"],
                now=utc_now(),
            )
            messages.success(request, _("Saved with your name. Letters that wait follow at once."))
        else:
            messages.error(request, _("Not saved. Hours go from 1 to 24, working days from 1 to 30."))
        return redirect("feedback:rules")
    context = {"openings": _openings(request), "modes": MODES, "tab": "rules", "nav_key": "feedback"}
    return render(request, "feedback/rules.html", context)


def _page(request: HttpRequest, found: Feedback, problem: tuple[str, str, str] | None = None) -> HttpResponse:
    actor, now = actor_of(request), utc_now()
    hidden = queries.hidden_from(actor, found)
    passages = [] if hidden else presenting.passages(found)
    for one_passage in passages:
        if problem and problem[0] == one_passage["key"]:
            one_passage |= {"text": problem[1], "problem": problem[2]}
    report = assessment.latest_for_interview(actor, found.interview_id)
    context = {
        "found": found,
        "row": presenting.row(found, now),
        "hidden": hidden,
        "passages": passages,
        "letter": None if hidden else _letter(found),
        "edits": [] if hidden else queries.edits(found.pk),
        "labels": {one_passage["key"]: one_passage["label"] for one_passage in passages},
        "rule": services.rule_of(found.interview.application.requisition_id),
        "report": report,
        "may_edit": found.sent_at is None and permissions.allowed(actor, policies.EDIT, found.unit_id),
        "nav_key": "feedback",
    }
    return render(request, "feedback/one.html", context, status=422 if problem else 200)


def _letter(found: Feedback) -> dict[str, Any] | None:
    """As it went; before that, as it would go at this moment."""
    if found.sent_at is not None:
        return dict(found.letter) if found.letter else None
    if found.draft is None:
        return None
    with actors.system_scope("preview of feedback"):
        telling = assessment.telling(found.interview_id)
        if telling is None:
            return None
        rule = services.rule_of(telling.requisition_id)
        whole, _step = services.letter(found, found.interview, telling, rule, utc_now())
    return whole


def _openings(request: HttpRequest) -> list[dict[str, Any]]:
    known = queries.rules_of(actor_of(request))
    return [
        {
            "requisition": requisition,
            "title": say({"zh": requisition.title_zh, "en": requisition.title_en}),
            "rule": known.get(requisition.pk) or FeedbackRule(requisition=requisition),
            "by": known[requisition.pk].set_by.get_short_name() if requisition.pk in known else "",
        }
        for requisition in requisitions.open_for(actor_of(request))
    ]


def _why(error: InvalidError) -> str:
    words = {
        "required": _("A passage cannot be empty."),
        "too_long": _("At most 800 characters."),
        "not_said": _("What stands in quotation marks must be the candidate's own words."),
    }
    return words.get((error.fields or {}).get("text", ""), _("Nothing was changed."))
