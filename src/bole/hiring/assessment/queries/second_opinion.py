"""A language model's second opinion, as this reader may see it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import SecondOpinion, SecondRaterSwitch
from bole.hiring.assessment.queries.single import report_for


@dataclass(frozen=True, slots=True)
class SecondOpinionPage:
    """``opinion`` is None while there is none, and for whoever has not locked a card of his own.

    ``own`` holds the reader's own levels by competency, to stand first.
    """

    body: dict[str, Any]
    requisition_id: UUID
    opinion: SecondOpinion | None
    own: dict[str, Any]
    on: bool
    may_switch: bool


def second_opinion_for(actor: Actor, report_id: UUID) -> SecondOpinionPage:
    """NotFoundError for a report that is not there or not to be seen."""
    found = report_for(actor, report_id)
    card = found.my_review
    rated = card is not None and card.locked_at is not None and not found.hidden
    report = found.report
    return SecondOpinionPage(
        body=found.body,
        requisition_id=report.requisition_id,
        opinion=SecondOpinion.objects.filter(report=report).first() if rated else None,
        own=dict(card.ratings) if card and rated else {},
        on=SecondRaterSwitch.objects.filter(requisition_id=report.requisition_id, on=True).exists(),
        may_switch=bool(settings.LANGUAGE_MODEL)
        and permissions.allowed(actor, policies.SECOND_RATER, report.unit_id),
    )
