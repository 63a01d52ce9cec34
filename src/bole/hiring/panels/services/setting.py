"""Whether members see the machine's scores before they rate: the bank decides, with a name and a reason."""

from datetime import datetime

from django.db import transaction

from bole.foundation.access import permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.panels import policies
from bole.hiring.panels.models import ScoresRule
from bole.hiring.panels.rules.cards import SHORTEST_REASON
from bole.kernel.errors import InvalidError


@transaction.atomic
def set_scores_open(*, scores_open: bool, reason: str, now: datetime) -> ScoresRule:
    """Set it for panels opened from now on; what runs keeps what it was opened with. Twice is once.

    Showing them first costs the independence of every card: it needs a reason, and those cards are marked.
    """
    root = org.head_office()
    user_id = permissions.require_person(policies.SETTING, root.pk)
    if scores_open and len(reason.strip()) < SHORTEST_REASON:
        raise InvalidError("why?", fields={"reason": "required"})
    rule = ScoresRule.objects.select_for_update().filter(unit=root).first() or ScoresRule(unit=root)
    if rule.set_by_id and rule.scores_open == scores_open:
        return rule
    rule.scores_open, rule.reason = scores_open, reason.strip()[:300]
    rule.set_by_id, rule.set_at = user_id, now
    rule.save()
    audit.record(
        verb="hiring.panels.setting.changed",
        obj=("panel_setting", rule.pk),
        unit_id=root.pk,
        fields=["scores_open"],
        details={"scores_open": scores_open},
    )
    return rule
