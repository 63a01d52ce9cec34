"""What waits for a person: candidates' requests against their clock, reports to review, failed analyses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import queries as assessment
from bole.hiring.interviews import policies, queries, services
from bole.hiring.interviews.queries import Filters
from bole.kernel.clock import utc_now
from bole.web.console.rows import Row, row

SHOWN = 50
KINDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "explain": (
        lazy("Wants the result explained"),
        lazy("Write or call, and go through the report's evidence together."),
    ),
    "human_review": (
        lazy("Asks for a person to look"),
        lazy(
            "Somebody who has not decided yet rates the interview blind; submitting the rating answers this."
        ),
    ),
    "erase": (lazy("Withdrew and asked to be erased"), lazy("Done by the machine; nothing to do.")),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A candidate's request."""

    id: UUID
    name: str
    number: str
    job: str
    what: str
    todo: str
    due_at: datetime
    late: bool
    url: str
    by_hand: bool


@permission_required(policies.RIGHTS)
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """The most urgent first."""
    actor, now = actor_of(request), utc_now()
    waiting = list(queries.rights_open(actor)[:SHOWN])
    review = queries.interviews_for(actor, Filters(among=assessment.needing_review(actor)), size=SHOWN)
    failed = queries.interviews_for(actor, Filters(failed_only=True), size=SHOWN)
    ids = [*(one.interview_id for one in waiting), *(one.pk for one in (*review.rows, *failed.rows))]
    reports = assessment.latest_for_interviews(actor, ids)
    context = {
        "requests": [_request(one, reports, now) for one in waiting],
        "review": _rows(review.rows, reports),
        "failed": _rows(failed.rows, reports),
        "nav_key": "todo",
    }
    return render(request, "console/todo.html", context)


@permission_required(policies.RIGHTS)
@require_POST
def answered(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A person did what the candidate asked for."""
    services.resolve_right(request_id=request_id, now=utc_now())
    messages.success(request, _("Noted with your name and the time."))
    return redirect("console:todo")


def _rows(found: list[Any], reports: Mapping[UUID, Any]) -> list[Row]:
    return [row(one, reports) for one in found]


def _request(one: Any, reports: Mapping[UUID, Any], now: datetime) -> Request:
    what, todo_words = KINDS[one.kind]
    report = reports.get(one.interview_id)
    url = reverse("console:interview", args=[one.interview_id])
    return Request(
        id=one.pk,
        name=one.candidate.name or _("erased"),
        number=one.candidate.number,
        job=say(one.interview.about["job"]),
        what=str(what),
        todo=str(todo_words),
        due_at=one.due_at,
        late=one.due_at < now,
        url=reverse("assessment:report", args=[report["report_id"]]) if report else url,
        by_hand=one.kind == "explain",
    )
