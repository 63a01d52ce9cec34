"""The pool: what lies where, what waits for the reader, what runs out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Value, When

from bole.foundation.access.actors import Actor
from bole.foundation.approvals import queries as approvals
from bole.hiring.offers.models import Offer, Version
from bole.hiring.offers.queries.single import visible_to
from bole.hiring.offers.rules import states

SOON = timedelta(hours=48)
TABS = ("waiting", "writing", "out", "signed", "over", "all")
OFFER_KINDS = frozenset({"offer", "offer-head"})


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is cut to."""

    tab: str = "all"
    job_key: str = ""
    unit_id: UUID | None = None
    mine: bool = False


def pool(actor: Actor, filters: Filters, now: datetime) -> QuerySet[Offer]:
    """Offers of a tab, the most urgent first; ``waits`` says that a version waits for a second person."""
    waiting = Version.objects.filter(offer=OuterRef("pk"), state=Version.State.WAITING)
    writing = Version.objects.filter(offer=OuterRef("pk"), state=Version.State.DRAFT)
    rows = visible_to(actor).annotate(waits=Exists(waiting), writes=Exists(writing))
    if filters.job_key:
        rows = rows.filter(job_key=filters.job_key)
    if filters.unit_id:
        rows = rows.filter(unit_id=filters.unit_id)
    if filters.mine:
        rows = rows.filter(owner_id=actor.id)
    order = Case(
        When(state=states.ASKED, then=Value(0)),
        When(waits=True, then=Value(1)),
        When(state=states.OPEN, expires_at__lte=now + SOON, then=Value(2)),
        When(state=states.PREPARING, then=Value(3)),
        When(state=states.OPEN, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    found: QuerySet[Offer] = _of_tab(rows, filters.tab, actor).order_by(
        order, "expires_at", "-decided_at", "pk"
    )
    return found


def _of_tab(rows: Any, tab: str, actor: Actor) -> Any:
    if tab == "waiting":
        return rows.filter(pk__in=waiting_for(actor))
    if tab == "writing":
        return rows.filter(writes=True, state__in=states.LIVE)
    if tab == "out":
        return rows.filter(state__in=states.WITH_CANDIDATE)
    if tab == "signed":
        return rows.filter(state=states.SIGNED)
    if tab == "over":
        return rows.filter(state__in=(states.DECLINED, states.WITHDRAWN, states.EXPIRED))
    return rows


def waiting_for(actor: Actor) -> list[UUID]:
    """Offers the reader has to do something about: a version to sign, an unanswered candidate of his own, a
    draft nobody has handed in."""
    to_sign = [one.object_id for one in approvals.to_decide(actor) if one.kind in OFFER_KINDS]
    signable = Version.objects.filter(pk__in=to_sign).exclude(writers__contains=str(actor.id))
    mine = visible_to(actor).filter(owner_id=actor.id)
    drafts = Version.objects.filter(offer__owner_id=actor.id, state=Version.State.DRAFT)
    return list(
        {
            *signable.values_list("offer_id", flat=True),
            *mine.filter(state__in=(states.ASKED, states.EXPIRED)).values_list("pk", flat=True),
            *drafts.filter(offer__state__in=states.LIVE).values_list("offer_id", flat=True),
        }
    )


def counts(actor: Actor) -> dict[str, int]:
    """State → how many the actor sees."""
    rows = visible_to(actor).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def expiring(actor: Actor, now: datetime) -> int:
    """How many run out within two days."""
    return visible_to(actor).filter(state=states.OPEN, expires_at__lte=now + SOON).count()


def asked(actor: Actor) -> QuerySet[Offer]:
    """Offers whose candidates wait for the bank's answer: the number beside the entry in the rail."""
    return visible_to(actor).filter(state=states.ASKED)
