"""The board: one opening's applications by stage, read again whenever one of them changes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment import services as assessment_services
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import policies, queries
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.web.console import board
from bole.web.console.rows import standing_of

MOST = 500


@permission_required(policies.VIEW)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One opening's applications by stage; only the columns for the live page."""
    actor = actor_of(request)
    openings = list(requisitions.open_for(actor)[:100])
    asked = request.GET.get("job", "")
    opening = next((o for o in openings if str(o.pk) == asked), None) or _busiest(actor, openings)
    context: dict[str, Any] = {"openings": openings, "opening": opening, "nav_key": "board"}
    if opening is not None:
        found = queries.visible_to(actor).filter(requisition_id=opening.pk).prefetch_related("proposals")
        applications = list(found.order_by("stage_since")[:MOST])
        may_move = permissions.allowed(actor, policies.ADVANCE, opening.unit_id)
        context["job"] = say({"zh": opening.title_zh, "en": opening.title_en})
        context["page_url"] = reverse("console:board") + f"?job={opening.pk}"
        context["may_invite"] = permissions.allowed(actor, interview_policies.INVITE, opening.unit_id)
        context["may_move"] = may_move
        context["columns"] = board.columns(
            applications, facts_of(actor, applications), utc_now(), may_move=may_move
        )
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "console/_board.html" if fragment else "console/board.html", context)


def facts_of(actor: Actor, applications: Sequence[Any]) -> Mapping[UUID, board.Facts]:
    """Newest interview and report of each application, in three queries; totals shown are noted as seen."""
    newest = interviews.newest_of(actor, [one.pk for one in applications])
    reports = assessment.latest_for_interviews(actor, [one.pk for one in newest.values()])
    note_totals(reports, {one.pk: one.unit_id for one in newest.values()})
    return {
        application_id: board.Facts(
            interview_id=one.pk,
            standing=standing_of(one, reported=one.pk in reports),
            report=reports.get(one.pk),
        )
        for application_id, one in newest.items()
    }


def note_totals(reports: Mapping[UUID, Mapping[str, Any]], units: Mapping[UUID, UUID]) -> None:
    """Whoever is shown a total has seen what the machine concluded."""
    seen = [
        (report["report_id"], units[interview_id])
        for interview_id, report in reports.items()
        if not report["hidden"]
    ]
    assessment_services.note_seen(seen=seen, now=utc_now())


def _busiest(actor: Actor, openings: list[Any]) -> Any:
    """The opening with the most applications; the newest one when nobody has applied anywhere."""
    rows = queries.visible_to(actor).filter(requisition__in=openings, outcome="").order_by()
    counted = dict(rows.values_list("requisition_id").annotate(n=Count("pk")))
    return max(openings, key=lambda opening: counted.get(opening.pk, 0), default=None)
