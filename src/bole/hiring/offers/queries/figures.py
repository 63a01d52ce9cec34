"""What the page of figures is made from: dates and states, never pay."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.offers import policies
from bole.hiring.offers.models import Offer
from bole.hiring.offers.rules import figures, states
from bole.hiring.offers.rules.figures import Figures, Row


def figures_for(actor: Actor, since: datetime, until: datetime) -> Figures:
    """Of offers decided in a period, as far as the actor sees units."""
    if not permissions.allowed(actor, policies.FIGURES):
        return figures.figures([])
    rows = Offer.objects.filter(decided_at__gte=since, decided_at__lt=until).annotate(asked=Count("requests"))
    values = rows.values(
        "job_key", "unit__name_zh", "state", "reason", "decided_at", "first_sent_at", "ended_at", "asked"
    )
    return figures.figures(_row(one) for one in values)


def unit_names(actor: Actor) -> Mapping[str, Mapping[str, str]]:
    """Chinese name → both names, of units with offers."""
    if not permissions.allowed(actor, policies.FIGURES):
        return {}
    rows = Offer.objects.order_by().values_list("unit__name_zh", "unit__name_en").distinct()
    return {zh: {"zh": zh, "en": en} for zh, en in rows}


def _row(one: Mapping[str, Any]) -> Row:
    signed = one["state"] == states.SIGNED
    return Row(
        job=one["job_key"],
        unit=one["unit__name_zh"],
        state=one["state"],
        reason=one["reason"],
        decided_at=one["decided_at"],
        first_sent_at=one["first_sent_at"],
        signed_at=one["ended_at"] if signed else None,
        rounds=one["asked"],
    )
