"""Who is blind to what: the one place that says from whom the machine's conclusions are hidden.

Hidden from whoever has something open to rate about the person (a card of his own, or a seat elsewhere), and
from an interviewer until something of his is locked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet

from bole.foundation.access import roles
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import rules
from bole.hiring.assessment.models import BlindRater, Report, Review

NOBODY = UUID(int=0)


def hidden_from(actor: Actor, report_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these reports hide the machine's conclusions from this reader, in one query."""
    wanted = set(report_ids)
    if actor.kind != "user" or not wanted:
        return set()
    mine: dict[UUID, list[datetime | None]] = {one: [] for one in wanted}
    for report_id, done in _rated_by(actor, wanted):
        mine[report_id].append(done)
    return {one for one, done in mine.items() if hides(actor, done)}


def hides(actor: Actor, done: Iterable[datetime | None]) -> bool:
    """The same for one report, from when each thing this person rates about it was locked (None: open)."""
    found = list(done)
    return actor.kind == "user" and rules.hides_scores(
        roles=actor.roles,
        locked=bool(found) and None not in found,  # something open hides what something else showed him
        reviewing=bool(found),
        hr_roles=roles.HR,
    )


def _rated_by(actor: Actor, report_ids: set[UUID]) -> QuerySet[Any, Any]:
    """(report, when locked) of every card and seat of the reader."""
    cards = Review.objects.filter(report_id__in=report_ids, reviewer_id=actor.id).order_by()
    seats = Report.objects.filter(
        pk__in=report_ids, application__blind_raters__user_id=actor.id or NOBODY
    ).order_by()
    return cards.values_list("report_id", "locked_at").union(
        seats.values_list("pk", F("application__blind_raters__lifted_at")), all=True
    )


def seats_at(actor: Actor) -> ArraySubquery:
    """When each seat of the reader at the outer query's application was lifted (None: he still rates)."""
    rows = BlindRater.objects.filter(application_id=OuterRef("application_id"), user_id=actor.id or NOBODY)
    return ArraySubquery(rows.order_by().values("lifted_at"))


def being_rated(actor: Actor) -> Any:
    """Whether the reader is rating the report of the outer query just now: a condition to exclude by."""
    cards = Review.objects.filter(report_id=OuterRef("pk"), reviewer_id=actor.id, locked_at=None)
    seats = BlindRater.objects.filter(
        application_id=OuterRef("application_id"), user_id=actor.id or NOBODY, lifted_at=None
    )
    return Exists(cards) | Exists(seats)


def has_open_card(actor: Actor, candidate_id: UUID) -> bool:
    """Whether the actor is rating this person and is not through with it."""
    if actor.kind != "user":
        return False
    cards = Review.objects.filter(candidate_id=candidate_id, reviewer_id=actor.id, locked_at=None)
    seats = BlindRater.objects.filter(candidate_id=candidate_id, user_id=actor.id or NOBODY, lifted_at=None)
    return cards.order_by().values_list("pk").union(seats.values_list("pk"), all=True).exists()


def has_seen(user_id: UUID, application_id: UUID) -> bool:
    """Whether this person was ever shown what the machine concluded of this application."""
    rows = Report.objects.filter(application_id=application_id, views__user_id=user_id)
    return rows.exists()
