"""When feedback of an opening goes is decided by HR of its unit, with a name under it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import permissions
from bole.foundation.audit import services as audit
from bole.hiring.feedback import policies
from bole.hiring.feedback.models import Feedback, FeedbackRule
from bole.hiring.feedback.services import preparing, sending
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import InvalidError


@transaction.atomic
def set_rule(*, requisition_id: UUID, mode: str, hours: int, next_days: int, now: datetime) -> FeedbackRule:
    """Set it for one opening; feedback that still waits follows at once. The same choice twice is once."""
    requisition = requisitions.get(requisition_id)
    person = permissions.require_person(policies.SET, requisition.unit_id)
    wrong = {
        **({} if mode in FeedbackRule.Mode.values else {"mode": "unknown"}),
        **({} if 1 <= hours <= 24 else {"hours": "out_of_range"}),
        **({} if 1 <= next_days <= 30 else {"next_days": "out_of_range"}),
    }
    if wrong:
        raise InvalidError("not a rule", fields=wrong)
    rule = FeedbackRule.objects.select_for_update().filter(requisition_id=requisition_id).first()
    if rule is None:
        rule = FeedbackRule(requisition_id=requisition_id, unit_id=requisition.unit_id)
    elif (rule.mode, rule.hours, rule.next_days) == (mode, hours, next_days):
        return rule
    rule.mode, rule.hours, rule.next_days = mode, hours, next_days
    rule.set_by_id, rule.set_at = person, now
    rule.save()
    audit.record(
        verb="hiring.feedback.rule.set",
        obj=("feedback_rule", rule.pk),
        unit_id=rule.unit_id,
        details={"requisition": requisition_id, "mode": mode, "hours": hours, "next_days": next_days},
    )
    _follow(rule, now)
    return rule


def _follow(rule: FeedbackRule, now: datetime) -> None:
    """Clocks of what still waits move with the rule; what is due by it now goes now."""
    waiting = Feedback.objects.filter(
        interview__application__requisition_id=rule.requisition_id, sent_at=None
    )
    for found in waiting.select_related("interview"):
        preparing.set_clocks(found, rule, found.interview.finished_at or now)
        sending.send_if_due(interview_id=found.interview_id, now=now)
