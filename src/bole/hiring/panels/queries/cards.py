"""Cards as a reader may see them: his own always, others' only when everybody has submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.hiring.panels.models import Card, Consensus, Panel, Seat
from bole.hiring.panels.rules import cards as rules


@dataclass(frozen=True, slots=True)
class Office:
    """The mean of one side's totals, and by competency the mean level; ``n`` cards."""

    office: str
    n: int
    total: float | None
    levels: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Together:
    """Everything the panel sees of each other after the reveal."""

    cards: list[Card]  # the newest of each member
    first: Mapping[UUID, Card]  # user → what he submitted first
    spreads: list[rules.Spread]
    consensus: Mapping[str, Consensus]
    levels: Mapping[str, float | None]
    open_ones: list[str]
    score: float | None
    offices: list[Office]


def own_card(panel: Panel, actor: Actor) -> Card | None:
    """The reader's newest card: the draft, or what he submitted."""
    rows = Card.objects.filter(panel=panel, user_id=actor.id or UUID(int=0))
    return rows.order_by("-version").first()


def own_seat_of(panel: Panel, actor: Actor) -> Seat | None:
    """The reader's seat, unless he was excused."""
    rows = Seat.objects.filter(panel=panel, user_id=actor.id or UUID(int=0), excused_at=None)
    return rows.first()


def versions_of(panel: Panel, user_id: UUID) -> list[Card]:
    """Every submitted version of one member's card, the first one first."""
    rows = Card.objects.filter(panel=panel, user_id=user_id, submitted_at__isnull=False)
    return list(rows.order_by("version"))


def together(panel: Panel) -> Together | None:
    """None before the reveal, whoever asks: nobody sees another's card before everybody has submitted."""
    if panel.revealed_at is None:
        return None
    submitted = Card.objects.filter(panel=panel, submitted_at__isnull=False).select_related("user")
    found = list(submitted.order_by("version"))
    first: dict[UUID, Card] = {}
    newest: dict[UUID, Card] = {}
    for card in found:
        first.setdefault(card.user_id, card)
        newest[card.user_id] = card
    weights: Mapping[str, float] = panel.portrait["weights"]
    asked = ordered(weights)
    spreads = rules.spreads([card.levels for card in newest.values()], asked)
    agreed = {one.competency: one for one in panel.consensus.select_related("set_by")}
    levels, open_ones = rules.agreed(spreads, {key: float(one.level) for key, one in agreed.items()})
    return Together(
        cards=sorted(newest.values(), key=lambda card: first[card.user_id].started_at),
        first=first,
        spreads=spreads,
        consensus=agreed,
        levels=levels,
        open_ones=open_ones,
        score=rules.total(levels, weights),
        offices=_offices(panel, newest, asked),
    )


def ordered(weights: Mapping[str, float]) -> list[str]:
    """Competencies, the heaviest first."""
    return sorted(weights, key=lambda key: (-weights[key], key))


def _offices(panel: Panel, newest: Mapping[UUID, Card], asked: list[str]) -> list[Office]:
    sides = dict(panel.seats.values_list("user_id", "office"))
    found = []
    for office in (Seat.Office.HEAD, Seat.Office.BRANCH):
        mine = [card for user, card in newest.items() if sides.get(user) == office]
        if mine:
            spreads = rules.spreads([card.levels for card in mine], asked)
            levels: dict[str, Any] = {one.competency: one.mean for one in spreads}
            whole = rules.total(levels, panel.portrait["weights"])
            found.append(Office(office.value, len(mine), whole, levels))
    return found
