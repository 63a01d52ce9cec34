"""The register of cards on a person's home page (``/me/<token>/``): capabilities register in
``AppConfig.ready``, the page lays out what there is for this person and knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment

Query = Callable[[Actor, UUID, str], Fragment | None]


@dataclass(frozen=True, slots=True)
class Card:
    """One capability's word to the person; what waits for him has a low ``order``."""

    key: str
    query: Query
    order: int = 50


_cards: dict[str, Card] = {}


def register(key: str, query: Query, order: int = 50) -> None:
    """Add or replace the card ``key``. ``query(actor, candidate_id, token)`` gives a fragment, its template
    a ``<section class="card">``, or None when there is nothing to say; ``token`` is for its addresses."""
    _cards[key] = Card(key, query, order)


def shown_to(actor: Actor, candidate_id: UUID, token: str) -> list[Fragment]:
    """What there is for this person, in order."""
    ordered = sorted(_cards.values(), key=lambda card: (card.order, card.key))
    found = (card.query(actor, candidate_id, token) for card in ordered)
    return [fragment for fragment in found if fragment is not None]
