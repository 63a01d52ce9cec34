"""What waits for a person: candidates' requests against their clock, reports to review, failed analyses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import queries as assessment
from bole.hiring.interviews import policies, queries
from bole.hiring.interviews.queries import Filters
from bole.kernel.clock import utc_now
from bole.web.console.board_views import note_totals
from bole.web.console.requests import words_of
from bole.web.console.rows import Row, row

SHOWN = 50


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
    owner: str


@permission_required(policies.RIGHTS)
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """The most urgent first."""
    actor, now = actor_of(request), utc_now()
    waiting = list(queries.rights_open(actor)[:SHOWN])
    review = queries.interviews_for(actor, Filters(among=assessment.needing_review(actor)), size=SHOWN)
    failed = queries.interviews_for(actor, Filters(failed_only=True), size=SHOWN)
    both = [*review.rows, *failed.rows]
    reports = assessment.latest_for_interviews(actor, [one.pk for one in both])
    note_totals(reports, {one.pk: one.unit_id for one in both})
    context = {
        "requests": [_request(one, now) for one in waiting],
        "review": _rows(review.rows, reports),
        "failed": _rows(failed.rows, reports),
        "nav_key": "todo",
    }
    return render(request, "console/todo.html", context)


def _rows(found: list[Any], reports: Mapping[UUID, Any]) -> list[Row]:
    return [row(one, reports) for one in found]


def _request(one: Any, now: datetime) -> Request:
    what, todo_words = words_of(one.kind)
    return Request(
        id=one.pk,
        name=one.candidate.name or _("erased"),
        number=one.candidate.number,
        job=say(one.interview.about["job"]),
        what=what,
        todo=todo_words,
        due_at=one.due_at,
        late=one.due_at < now,
        url=reverse("console:request", args=[one.pk]),
        owner=one.owner.get_short_name() if one.owner else "",
    )
