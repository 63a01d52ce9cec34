"""Lists of panels: what waits for the reader first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.panels import policies
from bole.hiring.panels.models import Guide, Panel, Seat
from bole.hiring.panels.queries.seeing import NOBODY, RUNNING, visible_to
from bole.hiring.pipeline import queries as pipeline


def listed(actor: Actor) -> QuerySet[Any, Any]:
    """Panels with ``mine`` (my card waits), ``members`` and ``submitted``; mine first, then what is due."""
    to_score = Q(pk__in=to_score_ids(actor))
    counted = visible_to(actor).annotate(
        mine=Case(When(to_score, then=Value(True)), default=Value(False), output_field=BooleanField()),
        members=Count("seats", filter=Q(seats__excused_at=None)),
        submitted=Count("seats", filter=Q(seats__excused_at=None, seats__submitted_at__isnull=False)),
    )
    return counted.order_by("-mine", "due_at", "pk")


def to_score_ids(actor: Actor) -> QuerySet[Any, Any]:
    """Ids of panels that wait for the reader's card."""
    rows = Seat.objects.filter(
        user_id=actor.id or NOBODY, submitted_at=None, excused_at=None, panel__state=Panel.State.OPEN
    )
    return rows.order_by().values_list("panel_id", flat=True)


def to_score(actor: Actor) -> QuerySet[Panel]:
    """Panels that wait for the reader's card, the most urgent first."""
    return visible_to(actor).filter(pk__in=to_score_ids(actor)).order_by("due_at", "pk")


def to_close(actor: Actor) -> QuerySet[Panel]:
    """Panels the reader leads in which everybody has submitted."""
    mine = Seat.objects.filter(user_id=actor.id or NOBODY, lead=True, excused_at=None)
    rows = visible_to(actor).filter(state=Panel.State.REVEALED, pk__in=mine.values("panel_id"))
    return rows.order_by("revealed_at", "pk")


def late(actor: Actor, now: datetime) -> QuerySet[Panel]:
    """Panels whose cards are overdue, for HR."""
    if not permissions.allowed(actor, policies.MANAGE):
        return Panel.objects.none()
    return visible_to(actor).filter(state=Panel.State.OPEN, due_at__lt=now).order_by("due_at", "pk")


def to_open(actor: Actor, candidate_id: UUID | None = None) -> list[Guide]:
    """Guides of applicants without a running panel, who stand in a pool or a panel stage; for HR."""
    if not permissions.allowed(actor, policies.MANAGE):
        return []
    taken = Panel.objects.filter(state__in=RUNNING).order_by().values("application_id")
    rows = Guide.objects.filter(application__outcome="").exclude(application_id__in=taken)
    if candidate_id is not None:
        rows = rows.filter(candidate_id=candidate_id)
    joined = rows.select_related("unit", "candidate", "application__requisition", "changed_by")
    found = joined.order_by("application__due_at", "built_at", "pk")
    return [one for one in found if stands_for_panel(one.application)]


def waiting_rows() -> QuerySet[Any, Any]:
    """The cards that wait for the actor of this moment, for the mark in the navigation."""
    return to_score_ids(actors.current())


def of_candidate(actor: Actor, candidate_id: UUID) -> QuerySet[Any, Any]:
    """A person's panels, newest first."""
    return listed(actor).filter(candidate_id=candidate_id).order_by("-opened_at")


def stands_for_panel(application: Any) -> str:
    """The kind of the stage it stands in, where a re-interview is prepared or held; else empty."""
    if pipeline.is_closed(application):
        return ""
    kind = pipeline.process_of(application).stage(application.stage).kind
    return kind if kind in {"pool", "panel"} else ""
