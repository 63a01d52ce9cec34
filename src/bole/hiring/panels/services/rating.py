"""A member's own card: kept as a draft, submitted once, amended only with a reason and beside the first."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.hiring.assessment import queries as reports
from bole.hiring.assessment import services as assessment
from bole.hiring.panels import library, policies, queries
from bole.hiring.panels.events import CardSubmitted
from bole.hiring.panels.models import Card, Panel, Seat
from bole.hiring.panels.rules import cards
from bole.hiring.panels.services import revealing, steps
from bole.kernel.errors import ConflictError, InvalidError

Entries = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def look(*, panel_id: UUID, now: datetime) -> None:
    """A member opened the panel's material; the first time is kept, so that he is not reminded of it."""
    actor = actors.current()
    if actor.kind == "user" and actor.id is not None:
        Seat.objects.filter(panel_id=panel_id, user_id=actor.id, looked_at=None).update(looked_at=now)


@transaction.atomic
def save_draft(
    *,
    panel_id: UUID,
    entries: Entries,
    comment: str = "",
    recommendation: str = "",
    expected_saves: int | None = None,
    now: datetime,
) -> Card:
    """Keep what was typed so far; nothing must be complete. ConflictError (``lost_race``) when another
    window of the same person kept something later, ``card_locked`` after submitting."""
    panel, _seat = _own_place(panel_id)
    card = _draft(panel, now)
    if expected_saves is not None and card.saves != expected_saves:
        raise ConflictError("kept in another window meanwhile", code="lost_race")
    _fill(card, panel, entries, comment, recommendation)
    card.saves, card.saved_at = card.saves + 1, now
    card.save()
    return card


@transaction.atomic
def submit(
    *, panel_id: UUID, entries: Entries, comment: str = "", recommendation: str = "", now: datetime
) -> Card:
    """Lock the card: a level or "cannot say" for every competency, with evidence where the rules ask for it.

    From here on the machine's scores are shown to this member, and to everybody the cards of all when he was
    the last. The same click twice is once; other content afterwards is ConflictError (``card_locked``).
    """
    panel, seat = _own_place(panel_id, locked_is_fine=True)
    before = _newest(panel, seat.user_id)
    if before is not None and before.submitted_at is not None:
        return _same(before, panel, entries)
    card = _draft(panel, now)
    _fill(card, panel, entries, comment, recommendation)
    asked = queries.ordered(panel.portrait["weights"])
    cards.check_complete(card.levels, card.words, asked, library.rules().evidence_for)
    if card.recommendation not in cards.RECOMMENDATIONS:
        raise InvalidError("what do you recommend?", code="card", fields={"recommendation": "required"})
    _lock(card, panel, now)
    seat.submitted_at = now
    seat.save(update_fields=["submitted_at"])
    assessment.lift_blind(about_id=panel.pk, user_id=seat.user_id, now=now)
    steps.record(panel, "card_submitted", {"card": card.pk, "blind": card.blind})
    revealing.reveal_when_complete(panel, now)
    return card


@transaction.atomic
def amend(
    *,
    panel_id: UUID,
    entries: Entries,
    comment: str = "",
    recommendation: str,
    reason: str,
    expected_version: int,
    now: datetime,
) -> Card:
    """Another version of a submitted card, with the reason; the first one stays visible, and statistics on
    independent ratings go on counting it. Not once the panel is closed."""
    panel, seat = _own_place(panel_id, locked_is_fine=True)
    before = _newest(panel, seat.user_id)
    if before is None or before.submitted_at is None:
        raise ConflictError("there is nothing to amend yet", code="card_open")
    if before.version != expected_version:
        raise ConflictError("amended in another window meanwhile", code="lost_race")
    if len(reason.strip()) < cards.SHORTEST_REASON:
        raise InvalidError("an amendment needs a reason", code="card", fields={"reason": "required"})
    card = Card(
        unit_id=panel.unit_id,
        candidate_id=panel.candidate_id,
        panel=panel,
        user_id=seat.user_id,
        version=before.version + 1,
        blind=False,
        reason=reason.strip()[: cards.LONGEST],
        started_at=now,
    )
    _fill(card, panel, entries, comment, recommendation)
    asked = queries.ordered(panel.portrait["weights"])
    cards.check_complete(card.levels, card.words, asked, library.rules().evidence_for)
    _lock(card, panel, now)
    steps.record(panel, "card_amended", {"card": card.pk, "version": card.version})
    return card


def _own_place(panel_id: UUID, *, locked_is_fine: bool = False) -> tuple[Panel, Seat]:
    """The panel, locked, and the seat of whoever acts."""
    panel = steps.locked(panel_id)
    permissions.require(actors.current(), policies.SCORE, panel.unit_id)
    seat = steps.seat_of(panel, steps.person())
    states = (Panel.State.OPEN, Panel.State.REVEALED) if locked_is_fine else (Panel.State.OPEN,)
    steps.require_state(panel, *states)
    if seat.submitted_at is not None and not locked_is_fine:
        raise ConflictError("the card is submitted", code="card_locked")
    return panel, seat


def _newest(panel: Panel, user_id: UUID) -> Card | None:
    return Card.objects.filter(panel=panel, user_id=user_id).order_by("-version").first()


def _draft(panel: Panel, now: datetime) -> Card:
    """His draft; a new one says whether he begins it blind."""
    user_id = steps.person()
    known = _newest(panel, user_id)
    if known is not None:
        return known
    with actors.system_scope("had he seen the scores", panel.unit_id):  # a guest cannot look that up
        seen = panel.scores_open or reports.has_seen(user_id, panel.application_id)
    return Card(
        unit_id=panel.unit_id,
        candidate_id=panel.candidate_id,
        panel=panel,
        user_id=user_id,
        blind=not seen,
        started_at=now,
        saved_at=now,
    )


def _fill(card: Card, panel: Panel, entries: Entries, comment: str, recommendation: str) -> None:
    asked = queries.ordered(panel.portrait["weights"])
    card.levels, card.words = cards.clean_draft(entries, asked)
    if recommendation not in {"", *cards.RECOMMENDATIONS}:
        raise InvalidError("no such recommendation", code="card", fields={"recommendation": "unknown"})
    card.comment, card.recommendation = comment.strip()[: cards.LONGEST], recommendation


def _lock(card: Card, panel: Panel, now: datetime) -> None:
    whole = cards.total(card.levels, panel.portrait["weights"])
    card.total = None if whole is None else Decimal(str(whole))
    card.saved_at = card.submitted_at = now
    card.save()
    event = CardSubmitted(card.pk, panel.pk, panel.application_id, panel.unit_id, card.user_id, card.version)
    events.publish(event)


def _same(before: Card, panel: Panel, entries: Entries) -> Card:
    """A double click gives the card back; anything else is too late."""
    levels, words = cards.clean_draft(entries, queries.ordered(panel.portrait["weights"]))
    if levels != before.levels or words != before.words:
        raise ConflictError("the card is submitted", code="card_locked")
    return before
