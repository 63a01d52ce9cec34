"""What re-interviews give out and take away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import services as access
from bole.hiring.panels.models import Card, Consensus, Guide, Panel
from bole.hiring.panels.services import clocks


def export(candidate_id: UUID) -> dict[str, Any]:
    """Guides, panels and cards. Of a panel that is still being rated no card: nobody sees one before all
    have submitted."""
    panels = list(Panel.objects.filter(candidate_id=candidate_id).order_by("opened_at"))
    return {
        "guides": [
            {"built_at": one.built_at, "questions": one.questions}
            for one in Guide.objects.filter(candidate_id=candidate_id)
        ],
        "panels": [_panel(one) for one in panels],
    }


def _panel(panel: Panel) -> dict[str, Any]:
    found = {
        "opened_at": panel.opened_at,
        "state": panel.state,
        "questions": panel.guide,
        "decision": panel.decision,
        "score": panel.score,
        "levels": panel.levels,
        "closed_at": panel.closed_at,
    }
    if panel.revealed_at is None:
        return found
    submitted = Card.objects.filter(panel=panel, submitted_at__isnull=False)
    cards = [
        {"version": one.version, "levels": one.levels, "words": one.words, "comment": one.comment,
         "recommendation": one.recommendation, "total": one.total, "submitted_at": one.submitted_at}
        for one in submitted
    ]  # fmt: skip
    agreed = [
        {"competency": one.competency, "level": one.level, "reason": one.reason}
        for one in panel.consensus.all()
    ]
    return found | {"cards": cards, "consensus": agreed}


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Questions, notes and reasons go; levels stay for statistics, tied to nobody."""
    touched = Guide.objects.filter(candidate_id=candidate_id).delete()[0]
    for panel in Panel.objects.select_for_update().filter(candidate_id=candidate_id):
        clocks.stop(panel)
        access.take_pass_back(about_id=panel.pk)
        panel.guide = []
        panel.save(update_fields=["guide"])
        touched += 1
    drafts = Card.objects.filter(candidate_id=candidate_id, submitted_at=None)
    touched += drafts.delete()[0]
    for card in Card.objects.select_for_update().filter(candidate_id=candidate_id, erased_at=None):
        card.words, card.comment, card.reason, card.erased_at = {}, "", "", now
        card.save(update_fields=["words", "comment", "reason", "erased_at"])
        touched += 1
    for one in Consensus.objects.filter(candidate_id=candidate_id):
        one.reason = ""
        one.save(update_fields=["reason"])
    return touched
