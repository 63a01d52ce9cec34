"""What employees gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.privacy.registry import Kept
from bole.foundation.workdays import bank_time
from bole.workforce.employees import subset
from bole.workforce.employees.models import Employee, FileEntry, Step

FACTS = ("number", "job_key", "grade", "starts_on", "contract_kind", "contract_months", "contract_signed_on",
         "probation_months", "probation_ends_on", "state", "created_at")  # fmt: skip


# 劳动合同法 §50: texts of contracts that ended are kept for two years at least.
LAW, YEARS_AFTER = "劳动合同法 §50", 2


def kept_by_law(candidate_id: UUID, now: datetime) -> Kept | None:
    """For whoever works here or did; not for somebody who signed and never came."""
    with actors.system_scope("what a law has kept"):
        rows = Employee.objects.filter(candidate_id=candidate_id, steps__verb=Step.Verb.STARTED).distinct()
        ends = [_let_go_on(one) for one in rows]
    if None in ends:
        return Kept(LAW, None)
    last = max((day for day in ends if day is not None), default=None)
    return Kept(LAW, last) if last is not None and bank_time.today(now) < last else None


def _let_go_on(employee: Employee) -> date | None:
    if employee.state != Employee.State.ENDED:
        return None
    step = employee.steps.filter(verb=Step.Verb.ENDED).latest("at")
    left = date.fromisoformat(step.facts["on"]) if "on" in step.facts else bank_time.today(step.at)
    return left.replace(year=left.year + YEARS_AFTER, day=min(left.day, 28))


def export(candidate_id: UUID) -> dict[str, Any]:
    """The record, its changes, and every field of the file with its legal basis."""
    return {"employees": [_exported(one) for one in Employee.objects.filter(candidate_id=candidate_id)]}


def _exported(one: Employee) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in FACTS},
        "name": one.name,
        "steps": list(one.steps.values("verb", "from_state", "to_state", "reason", "facts", "at")),
        "file": [
            {"field": row.field, "value": row.value, "source": row.source, "copied_at": row.copied_at,
             "basis": subset.BASES[row.basis]["zh"]}
            for row in one.file_entries.all()
        ],
    }  # fmt: skip


def erase(candidate_id: UUID, now: datetime) -> int:  # noqa: ARG001  the register's signature
    """Name and file go; number, post and dates stay, so that counts of starts and probations keep true."""
    gone = FileEntry.objects.filter(candidate_id=candidate_id).delete()[0]
    for one in Employee.objects.filter(candidate_id=candidate_id):
        if one.name:
            one.name = ""
            one.save(update_fields=["name"])
            gone += 1
    for step in Step.objects.filter(candidate_id=candidate_id).exclude(facts={}):
        step.facts = {}
        step.save(update_fields=["facts"])
    return gone
