"""What happened to panels."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PanelOpened:
    """Somebody is to be interviewed again by several people."""

    panel_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class CardSubmitted:
    """A member locked his card, or put an amended one beside it (``version`` from 2 on)."""

    card_id: UUID
    panel_id: UUID
    application_id: UUID
    unit_id: UUID
    user_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class PanelRevealed:
    """Everybody has submitted: the cards may be seen."""

    panel_id: UUID
    application_id: UUID
    unit_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PanelClosed:
    """The lead closed it. ``score``: 0–100, None without enough ratings; ``passed``: the decision."""

    panel_id: UUID
    application_id: UUID
    candidate_id: UUID
    unit_id: UUID
    score: float | None
    passed: bool


@dataclass(frozen=True, slots=True)
class PanelCancelled:
    """It will not be held: the application went another way, or HR called it off."""

    panel_id: UUID
    application_id: UUID
    unit_id: UUID
