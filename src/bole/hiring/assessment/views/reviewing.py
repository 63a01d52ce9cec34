"""A person's own rating, blind until it is locked, and a person's score beside the machine's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.assessment import policies, queries, services
from bole.hiring.assessment.forms import CardForm, OverrideForm, levels_of
from bole.hiring.assessment.views.context import report_context, sheet
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.REVIEW)
@require_POST
def review(request: HttpRequest, report_id: UUID) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Begin a card; from now to its lock the machine's scores are hidden from this person."""
    services.start_review(report_id=report_id, now=utc_now())
    return redirect("assessment:report", report_id=report_id)


@permission_required(policies.REVIEW)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, report_id: UUID, review_id: UUID) -> HttpResponse:
    """Lock the card. An incomplete one comes back with what is missing and everything that was typed. Who
    comes back to its address by the browser's own button sees the report."""
    if request.method == "GET":
        return redirect("assessment:report", report_id=report_id)
    found = queries.report_for(actor_of(request), report_id)
    asked = list(found.body["portrait"]["weights"])
    form = CardForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else request.POST.get("comment", "")[:2000]
    try:
        services.submit_review(
            review_id=review_id, levels=levels_of(request.POST, asked), comment=comment, now=utc_now()
        )
    except InvalidError as error:
        context = report_context(request, found)
        words = dict.fromkeys(error.fields, _("Choose a level, or “cannot say”."))
        chosen = {key: request.POST.get(f"level-{key}", "") for key in asked}
        context["sheet"] = sheet(found, context["page"], words, chosen, comment)
        return render(request, "assessment/report.html", context, status=422)
    messages.success(request, _("Submitted. The machine's scores are beside yours now."))
    return redirect("assessment:report", report_id=report_id)


@permission_required(policies.OVERRIDE)
@require_POST
def override(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Set a score beside the machine's, with a reason."""
    form = OverrideForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete", fields=dict.fromkeys(form.errors, "required"))
        services.override(report_id=report_id, now=utc_now(), **form.cleaned_data)
        messages.success(request, _("Saved with your name, beside the machine's score."))
    except InvalidError:
        messages.error(request, _("Not saved. A score from 0 to 100 and one sentence of reason are needed."))
    except ConflictError:
        messages.error(request, _("Not saved. Lock your own rating first."))
    return redirect("assessment:report", report_id=report_id)
