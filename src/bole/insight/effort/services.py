"""The one write: minutes per act."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bole.foundation.access import permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.insight.effort import library, policies, rules
from bole.insight.effort.models import EffortNorm
from bole.kernel.errors import InvalidError

SHORTEST_SOURCE = 4


@transaction.atomic
def set_norm(*, activity: str, minutes: Decimal | None, source: str, now: datetime) -> EffortNorm:
    """Enter how long an act of an activity takes by hand, and where the bank has that from; None takes it
    back. Earlier entries stay."""
    person = permissions.require_person(policies.NORMS)
    known = {one.key for one in library.catalogue().activities if one.kind != rules.UPKEEP}
    if activity not in known:
        raise InvalidError("no such activity", fields={"activity": "unknown"})
    if minutes is not None and not Decimal(0) < minutes <= Decimal(480):
        raise InvalidError("minutes of one act", fields={"minutes": "out_of_range"})
    if minutes is not None and len(source.strip()) < SHORTEST_SOURCE:
        raise InvalidError("a norm says where it comes from", fields={"source": "required"})
    made = EffortNorm.objects.create(
        activity=activity,
        minutes=minutes,
        source=source.strip()[:200],
        set_by_id=person,
        set_at=now,
    )
    root = org.root()
    audit.record(
        verb="insight.effort.norm.set" if minutes is not None else "insight.effort.norm.taken_back",
        obj=("effort_norm", made.pk),
        unit_id=root.pk if root else None,
        details={"activity": activity, "minutes": None if minutes is None else float(minutes)},
    )
    return made
