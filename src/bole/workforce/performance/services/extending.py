"""A longer probation: the employee's own answer, and what changes with it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.access import queries as access
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, NotFoundError
from bole.workforce.employees import queries as employees
from bole.workforce.employees import services as records
from bole.workforce.performance.models import Decision, Probation
from bole.workforce.performance.rules import reporting
from bole.workforce.performance.rules.weeks import weeks
from bole.workforce.performance.services import beginning, deciding, sealing, steps, timing

State = Decision.State


@transaction.atomic
def answer_extension(*, decision_id: UUID, agree: bool, words: str, now: datetime) -> Decision:
    """The employee agrees in writing, or does not; before the last day, once. A no changes nothing."""
    decision, probation = deciding.locked_decision(decision_id, own=True)
    if decision.kind != Decision.Kind.EXTEND:
        raise NotFoundError("no such question")
    if decision.state != State.WAITS_EMPLOYEE:
        raise ConflictError("it was answered, or taken back", code="already_decided")
    steps.check_running(probation)
    if bank_time.today(now) > probation.ends_on:
        raise ConflictError("the probation is over", code="probation_over")
    decision.state = State.EFFECTIVE if agree else State.REFUSED
    decision.settled_at, decision.seen_at = now, decision.seen_at or now
    decision.reply, decision.replied_at = reporting.clean(words)[: reporting.LONGEST], now
    decision.save(update_fields=["state", "settled_at", "seen_at", "reply", "replied_at"])
    if agree:
        _lengthen(probation, decision, now)
        sealing.defer(decision)
    else:
        steps.bump(probation)
    steps.record(probation, "extension.agreed" if agree else "extension.refused", {"decision": decision.pk})
    return decision


def _lengthen(probation: Probation, decision: Decision, now: datetime) -> None:
    """The new last day, in the employee's record too, in the name of who asked for it."""
    proposer = access.actor_of_account(decision.by_id) if decision.by_id else None
    if proposer is None or decision.months is None:
        raise ConflictError("who asked has left the bank; HR has to ask anew", code="proposer_gone")
    before = len(weeks(probation.starts_on, probation.ends_on))
    with actors.acting_as(proposer):
        record = employees.get(probation.employee_id)
        records.extend_probation(
            employee_id=record.pk,
            months=decision.months,
            actor=proposer,
            reason="consented",
            expected_version=record.version,
            now=now,
        )
        probation.ends_on, probation.reminded = decision.day, []
        steps.bump(probation, "ends_on", "reminded")
        every = weeks(probation.starts_on, probation.ends_on)
        beginning.add_tasks(probation, every[before:], now)
    timing.start(probation, now)
