"""What candidates see of their result is the bank's to decide, process by process, with a name under it."""

from datetime import datetime

from django.db import transaction

from bole.foundation.access import permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import ResultRule
from bole.hiring.pipeline import queries as pipeline


@transaction.atomic
def set_result_rule(*, process_key: str, show_score: bool, show_pass_mark: bool, now: datetime) -> ResultRule:
    """Set it for the whole bank; results already sent follow at once. The same choice twice is once.

    Outcome, reasons, own words and the three rights are always shown.
    """
    root = org.head_office()
    person = permissions.require_person(policies.SHOW, root.pk)
    pipeline.check_process(process_key)
    rule = ResultRule.objects.select_for_update().filter(unit=root, process_key=process_key).first()
    if rule is None:
        rule = ResultRule(unit=root, process_key=process_key)
    elif (rule.show_score, rule.show_pass_mark) == (show_score, show_pass_mark):
        return rule
    rule.show_score, rule.show_pass_mark = show_score, show_pass_mark
    rule.set_by_id, rule.set_at = person, now
    rule.save()
    audit.record(
        verb="hiring.assessment.result.changed",
        obj=("result_rule", rule.pk),
        unit_id=root.pk,
        fields=["show_score", "show_pass_mark"],
        details={"process": process_key, "score": show_score, "pass_mark": show_pass_mark},
    )
    return rule
