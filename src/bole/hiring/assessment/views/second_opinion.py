"""A language model's second opinion, beside the reader's own card, and its switch."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import policies, queries, services
from bole.hiring.assessment.models import SecondOpinion
from bole.kernel.clock import utc_now

State = SecondOpinion.State


@permission_required(policies.VIEW)
@never_cache
@require_GET
def second_opinion(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """A fragment of the report's page: nothing for whoever has not rated and may not switch."""
    page = queries.second_opinion_for(actor_of(request), report_id)
    context = {
        "page": page,
        "rows": _rows(page),
        "status": _status(page.opinion),
        "report_id": report_id,
    }
    return render(request, "assessment/_second_opinion.html", context)


@permission_required(policies.SECOND_RATER)
@require_POST
def switch_second_rater(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """On or off for the opening of this report."""
    page = queries.second_opinion_for(actor_of(request), report_id)
    services.switch_second_rater(
        requisition_id=page.requisition_id, on=request.POST.get("on") == "1", now=utc_now()
    )
    return redirect("assessment:report", report_id=report_id)


def _rows(page: queries.SecondOpinionPage) -> list[dict[str, Any]]:
    opinion = page.opinion
    if opinion is None or opinion.state != State.READY:
        return []
    return [
        {
            "label": say(competency["label"]),
            "own": page.own.get(competency["competency"]),
            "quotes": _quotes(opinion, competency["competency"]),
            **opinion.spread[competency["competency"]],
        }
        for competency in page.body["competencies"]
        if competency["competency"] in opinion.spread
    ]


def _quotes(opinion: SecondOpinion, competency: str) -> list[str]:
    """The passages the runs that count rest on, each once."""
    found = (
        rating["quote"]
        for run in opinion.runs
        if not run["void"]
        for rating in run["ratings"]
        if rating["competency"] == competency and rating["level"] is not None
    )
    return list(dict.fromkeys(found))


def _status(opinion: SecondOpinion | None) -> str:
    """Why there are no levels, in words."""
    if opinion is None or opinion.state == State.READY:
        return ""
    if opinion.state == State.ASKED:
        return _("The model has been asked. Its levels appear here when it has answered.")
    if opinion.state == State.FAILED:
        return _("The model did not answer. Nothing depends on it.")
    words = {
        "obeyed": _("It followed an instruction that stood in the candidate's words."),
        "false_quote": _("It quoted what the candidate did not say."),
        "control_lost": _("It lost the thread of its task."),
    }
    why = words.get(opinion.reason, _("It did not keep to the form it was asked for."))
    return _("The model's answer is not used. %(why)s") % {"why": why}
