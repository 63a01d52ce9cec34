"""How many stayed: for figures alone, of the units the right to them holds for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from bole.foundation.access.actors import Actor
from bole.workforce.performance import policies
from bole.workforce.performance.models import (
    Probation,
)
from bole.workforce.performance.queries.reading import units_with
from bole.workforce.performance.rules import retention, states


def kept(actor: Actor, since: date, until: date) -> retention.Rate:
    """Retention of the probations settled in ``[since, until)``."""
    rows = _settled(actor, since, until).values_list("state", flat=True)
    found = list(rows)
    return retention.Rate(sum(one in states.STAYED for one in found), len(found))


def kept_by(
    actor: Actor, since: date, until: date
) -> dict[str, list[tuple[Mapping[str, str], retention.Rate]]]:
    """The same by job and by unit: name {zh, en} and rate, the largest groups first."""
    rows = _settled(actor, since, until).values_list(
        "state", "job_key", "job_title", "unit_id", "unit__name_zh", "unit__name_en"
    )
    groups: dict[str, dict[Any, tuple[Mapping[str, str], list[str]]]] = {"job": {}, "unit": {}}
    for state, job, title, unit, zh, en in rows:
        groups["job"].setdefault(job, (title, []))[1].append(state)
        groups["unit"].setdefault(unit, ({"zh": zh, "en": en}, []))[1].append(state)
    return {
        kind: sorted(((name, _rate(found)) for name, found in group.values()), key=lambda pair: -pair[1].n)
        for kind, group in groups.items()
    }


def outcomes(actor: Actor, since: date, until: date) -> dict[str, int]:
    """How many probations ended how."""
    counted = dict.fromkeys(sorted(states.OVER), 0)
    counted |= dict(_settled(actor, since, until).values_list("state").annotate(Count("pk")))
    return counted


def _rate(found: Sequence[str]) -> retention.Rate:
    return retention.Rate(sum(one in states.STAYED for one in found), len(found))


def _settled(actor: Actor, since: date, until: date) -> QuerySet[Probation]:
    """For figures alone: of the units the right to them holds for."""
    rows = Probation.objects.filter(settled_on__gte=since, settled_on__lt=until)
    if actor.kind != "system":
        rows = rows.filter(unit_id__in=units_with(actor, policies.FIGURES))
    return rows.order_by()
