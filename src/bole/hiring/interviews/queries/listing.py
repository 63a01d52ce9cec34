"""The list of interviews: filters, cursor paging, a fixed number of queries however many rows there are."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews.models import Interview, RightsRequest
from bole.hiring.interviews.queries.single import visible_to
from bole.kernel.errors import InvalidError, NotFoundError

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list; empty values do not. ``text`` is a number, a whole name, a phone or an
    address."""

    states: tuple[str, ...] = ()
    unit_id: UUID | None = None
    job_key: str = ""
    requisition_id: UUID | None = None
    stage: str = ""
    since: datetime | None = None
    until: datetime | None = None
    failed_only: bool = False
    overdue_at: datetime | None = None  # feedback was due before this moment and was not sent
    text: str = ""
    among: QuerySet[Any] | None = None  # a subquery of interview ids, made by a higher step


@dataclass(frozen=True, slots=True)
class Sort:
    """An order other than the newest first: ``value`` is an expression over interviews that is never null
    (number or text); ``name`` ties a cursor to the order it was made in."""

    name: str
    value: Any
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page in its order; ``after`` is the cursor of the next one, empty at the end."""

    rows: list[Interview] = field(default_factory=list)
    after: str = ""


def interviews_for(
    actor: Actor,
    filters: Filters | None = None,
    *,
    cursor: str = "",
    size: int = PAGE,
    sort: Sort | None = None,
) -> Page:
    """Interviews the actor sees, with unit, candidate, application and requisition at hand.

    Newest first unless ``sort`` says otherwise; equal values stand newest first. A cursor of another order is
    refused (InvalidError).
    """
    found = _narrowed(visible_to(actor), filters or Filters()).defer("guide", "portrait", "beside")
    if sort is None:
        return _newest_first(found, cursor, size)
    ordered: QuerySet[Any] = found.annotate(sort_value=sort.value)
    if cursor:
        value, key = _sorted_cursor(cursor, sort.name)
        beyond = Q(sort_value__lt=value) if sort.descending else Q(sort_value__gt=value)
        ordered = ordered.filter(beyond | Q(sort_value=value, pk__lt=key))
    rows = list(ordered.order_by("-sort_value" if sort.descending else "sort_value", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], _written([sort.name, last.sort_value, str(last.pk)]) if last else "")


def _newest_first(found: QuerySet[Interview], cursor: str, size: int) -> Page:
    if cursor:
        moment, key = _decoded(cursor)
        found = found.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=key))
    rows = list(found.order_by("-created_at", "-pk")[: size + 1])
    after = _encoded(rows[size - 1]) if len(rows) > size else ""
    return Page(rows[:size], after)


def progress(interview_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Where these interviews are, for the live list; only those the current actor may see."""
    from bole.foundation.access import actors

    rows = visible_to(actors.current()).filter(pk__in=list(interview_ids))
    return [
        {
            "id": str(i.pk),
            "state": i.state,
            "questions": i.question_count,
            "submitted": i.submitted_count,
            "analysed": i.analysed_count,
            "failed": i.failed_count,
            "progress": i.progress,
        }
        for i in rows.defer("guide", "portrait", "beside", "about")
    ]


def counts(actor: Actor, filters: Filters | None = None) -> dict[str, int]:
    """How many interviews stand in each state under these filters."""
    found = _narrowed(visible_to(actor), filters or Filters()).select_related(None).order_by()
    return dict(found.values_list("state").annotate(n=Count("pk")))


def rights_open(actor: Actor) -> QuerySet[RightsRequest]:
    """Candidates' requests waiting for an answer, the most urgent first."""
    mine = RightsRequest.objects.filter(interview__in=visible_to(actor)).exclude(
        state=RightsRequest.State.DONE
    )
    return mine.select_related("candidate", "interview", "owner").order_by("due_at")


def rights_request(actor: Actor, request_id: UUID) -> RightsRequest:
    """One request with its interview, candidate and people; NotFoundError when not to be seen."""
    rows = RightsRequest.objects.filter(interview__in=visible_to(actor), pk=request_id)
    found = rows.select_related("candidate", "interview", "unit", "owner", "resolved_by").first()
    if found is None:
        raise NotFoundError("no such request")
    return found


def rights_of(actor: Actor, candidate_id: UUID) -> QuerySet[RightsRequest]:
    """Everything this person has asked for, the newest first."""
    rows = RightsRequest.objects.filter(interview__in=visible_to(actor), candidate_id=candidate_id)
    return rows.select_related("owner", "resolved_by").order_by("-requested_at")


def _narrowed(rows: QuerySet[Interview], filters: Filters) -> QuerySet[Interview]:
    plain = {
        "state__in": filters.states,
        "application__requisition__job_key": filters.job_key,
        "application__requisition_id": filters.requisition_id,
        "application__stage": filters.stage,
        "created_at__gte": filters.since,
        "created_at__lt": filters.until,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.unit_id:
        rows = rows.filter(unit_id__in=[unit.pk for unit in org.subtree((filters.unit_id,))])
    if filters.among is not None:
        rows = rows.filter(pk__in=filters.among)
    if filters.failed_only:
        rows = rows.filter(failed_count__gt=0)
    if filters.overdue_at:
        rows = rows.filter(feedback_due_at__lt=filters.overdue_at, feedback_sent_at=None)
    if filters.text.strip():
        rows = rows.filter(candidate_id__in=candidates.ids_matching(filters.text))
    return rows


def _encoded(row: Interview) -> str:
    return _written([row.created_at.isoformat(), str(row.pk)])


def _decoded(cursor: str) -> tuple[datetime, UUID]:
    try:
        moment, key = _read(cursor)
        return datetime.fromisoformat(moment), UUID(key)
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidError("not a cursor of this list", code="cursor_invalid") from error


def _sorted_cursor(cursor: str, name: str) -> tuple[Any, UUID]:
    try:
        of, value, key = _read(cursor)
        if of != name or not isinstance(value, str | int | float):
            raise ValueError("made in another order")
        return value, UUID(key)
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidError("not a cursor of this list", code="cursor_invalid") from error


def _written(parts: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([_plain(part) for part in parts]).encode()).decode()


def _plain(part: Any) -> Any:
    if isinstance(part, datetime):
        return part.isoformat()
    return float(part) if isinstance(part, Decimal) else part


def _read(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor.encode()))
