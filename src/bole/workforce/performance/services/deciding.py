"""How a probation comes to its end: by a person, or by its last day, which nobody may let pass unseen.

Confirming is HR's act after the review. Extending needs the employee's own consent (``extending``), ending
a second person (``ending``). When the last day has passed without a decision the employee is no longer on
probation by law, and that, with the names of nobody, is written down.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.approvals import queries as approvals
from bole.foundation.approvals import services as approving
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.workforce.employees import queries as employees
from bole.workforce.employees import services as records
from bole.workforce.performance import papers, policies, queries
from bole.workforce.performance.events import ProbationSettled
from bole.workforce.performance.models import Decision, Probation
from bole.workforce.performance.rules import reporting, states
from bole.workforce.performance.services import sealing, steps, telling, timing

State, Kind = Decision.State, Decision.Kind
APPROVAL = "performance.end"


@transaction.atomic
def confirm(*, probation_id: UUID, words: str, seen_version: int, now: datetime) -> Decision:
    """HR confirms the employee. ConflictError: ``review_first``, ``decision_waits``, ``probation_over``."""
    probation, actor = opened(probation_id, seen_version)
    check_reviewed(probation)
    decision = made(probation, Kind.CONFIRM, State.EFFECTIVE, actor, bank_time.today(now), words, now)
    settle(probation, "confirmed", bank_time.today(now))
    record = employees.get(probation.employee_id)
    records.confirm(
        employee_id=record.pk, actor=actor, reason="review", expected_version=record.version, now=now
    )
    decision.papers = [papers.confirmation(probation, decision, now)]
    decision.settled_at = now
    decision.save(update_fields=["papers", "settled_at"])
    sealing.defer(decision)
    steps.record(probation, "probation.confirmed", {"decision": decision.pk})
    telling.employee(probation, "probation-decided", {}, now, f"decided {decision.pk}", page="decision/")
    return decision


@transaction.atomic
def propose_extension(
    *, probation_id: UUID, months: int, words: str, seen_version: int, now: datetime
) -> Decision:
    """Ask the employee to agree to a longer probation, within the law; nothing changes without his yes.

    LabourLawError (§19) beyond what the contract allows, and for a second extension.
    """
    probation, actor = opened(probation_id, seen_version)
    check_reviewed(probation)
    if len(reporting.clean(words)) < reporting.SHORTEST:
        raise InvalidError("say why", fields={"words": "required"})
    asked = states.Extension(
        probation.starts_on, probation.ends_on, months, probation.contract_months, queries.extended(probation)
    )
    new_end = states.check_extension(asked, bank_time.today(now))
    decision = made(probation, Kind.EXTEND, State.WAITS_EMPLOYEE, actor, new_end, words, now, months=months)
    decision.papers = [papers.extension(probation, decision, now)]
    decision.save(update_fields=["papers"])
    steps.bump(probation)
    steps.record(probation, "extension.asked", {"decision": decision.pk, "until": new_end})
    telling.employee(
        probation,
        "probation-consent",
        {"ends_on": str(new_end)},
        now,
        f"consent {decision.pk}",
        page="decision/",
    )
    return decision


@transaction.atomic
def record_left(*, probation_id: UUID, on: date, words: str, seen_version: int, now: datetime) -> Decision:
    """The employee resigned (§37: three days' notice on probation); HR writes it down."""
    probation, actor = opened(probation_id, seen_version, waiting_allowed=True)
    if not probation.starts_on <= on <= max(probation.ends_on, bank_time.today(now)):
        raise InvalidError("not a day of the probation", fields={"on": "out_of_range"})
    void_waiting(probation, now)
    decision = made(probation, Kind.LEFT, State.EFFECTIVE, actor, on, words, now, article="§37")
    decision.settled_at = now
    decision.save(update_fields=["settled_at"])
    settle(probation, "left", on)
    record = employees.get(probation.employee_id)
    if record.state != "ended":
        records.end(
            employee_id=record.pk,
            actor=actor,
            reason="resigned_in_probation",
            expected_version=record.version,
            now=now,
            on=on,
        )
    steps.record(probation, "probation.left", {"decision": decision.pk})
    return decision


@transaction.atomic
def close_left(*, employee_id: UUID, by: UUID | None, now: datetime) -> Decision | None:
    """The employee's record ended elsewhere (he resigned, both agreed): a probation that still runs ends with
    it. None when there is nothing to close; ``by`` is who ended the record."""
    probation = Probation.objects.select_for_update(of=("self",)).filter(employee_id=employee_id).first()
    if probation is None or probation.state != Probation.State.RUNNING or by is None:
        return None
    void_waiting(probation, now)
    decision = made(
        probation, Kind.LEFT, State.EFFECTIVE, actors.current(), bank_time.today(now), "", now, person=by
    )
    decision.settled_at = now
    decision.save(update_fields=["settled_at"])
    settle(probation, "left", bank_time.today(now))
    steps.record(probation, "probation.left", {"decision": decision.pk})
    return decision


@transaction.atomic
def withdraw(*, decision_id: UUID, now: datetime) -> Decision:
    """HR takes back what still waits for the employee."""
    decision, probation = locked_decision(decision_id)
    steps.person(policies.DECIDE, probation)
    if decision.state != State.WAITS_EMPLOYEE:
        raise ConflictError("it does not wait any more", code="already_decided")
    decision.state, decision.settled_at = State.WITHDRAWN, now
    decision.save(update_fields=["state", "settled_at"])
    steps.bump(probation)
    steps.record(probation, "extension.withdrawn", {"decision": decision.pk})
    return decision


@transaction.atomic
def lapse(*, probation_id: UUID, now: datetime) -> Decision | None:
    """The last day passed without a decision. Not a decision of the clock: what follows by law is written
    down, everybody is told, and what still waited is void. None when it was settled in time."""
    probation = steps.locked(probation_id)
    actor = actors.current()
    if actor.kind != "system" or bank_time.today(now) <= probation.ends_on:
        raise ConflictError("the probation is not over", code="probation_runs")
    if probation.state != Probation.State.RUNNING:
        return None
    void_waiting(probation, now)
    decision = made(
        probation, Kind.LAPSE, State.EFFECTIVE, actor, probation.ends_on, "", now, article="§19, §39 (1)"
    )
    decision.settled_at = now
    decision.save(update_fields=["settled_at"])
    settle(probation, "lapsed", probation.ends_on)
    record = employees.get(probation.employee_id)
    if record.state == "probation":
        records.confirm(
            employee_id=record.pk, actor=actor, reason="lapsed", expected_version=record.version, now=now
        )
    steps.record(probation, "probation.lapsed", {"ends_on": probation.ends_on})
    people = telling.who(probation, (states.MANAGER, states.HR, states.HEAD_OFFICE))
    facts = {"ends_on": str(probation.ends_on)}
    telling.bank(probation, people, "probation-lapsed", facts, now, "lapsed")
    telling.employee(probation, "probation-decided", {}, now, f"decided {decision.pk}", page="decision/")
    return decision


@transaction.atomic
def reply(*, decision_id: UUID, words: str, now: datetime) -> Decision:
    """The employee has read a decision; with words, he answers it. Once; the same again is the same."""
    decision, probation = locked_decision(decision_id, own=True)
    if decision.state in {State.WAITS_PERSON, State.WITHDRAWN, State.VOID}:
        raise NotFoundError("no such decision")
    said = reporting.clean(words)
    if len(said) > reporting.LONGEST:
        raise InvalidError("too long", fields={"words": "too_long"})
    if decision.reply and said and said != decision.reply:
        raise ConflictError("it was answered", code="answered_already")
    if decision.seen_at is None:
        decision.seen_at = now
    if said and not decision.reply:
        decision.reply, decision.replied_at = said, now
        steps.record(probation, "decision.answered", {"decision": decision.pk})
    decision.save(update_fields=["seen_at", "reply", "replied_at"])
    return decision


def opened(
    probation_id: UUID, seen_version: int, *, waiting_allowed: bool = False
) -> tuple[Probation, Actor]:
    """The running probation for somebody who may decide and has seen its newest state."""
    probation = steps.locked(probation_id)
    actor = steps.person(policies.DECIDE, probation)
    steps.check_running(probation)
    steps.check_version(probation, seen_version)
    if not waiting_allowed and queries.waiting(probation) is not None:
        raise ConflictError("a decision waits already", code="decision_waits")
    return probation, actor


def check_reviewed(probation: Probation) -> None:
    """ConflictError (``review_first``): nobody is confirmed, extended or judged without the review."""
    if not queries.reviewed(probation):
        raise ConflictError("the review comes first", code="review_first")


def made(
    probation: Probation,
    kind: Decision.Kind,
    state: Decision.State,
    actor: Actor,
    day: date,
    words: str,
    now: datetime,
    *,
    person: UUID | None = None,
    **more: Any,
) -> Decision:
    """The row of a decision; ``person``: who decided, where the actor only carries it out."""
    said = reporting.clean(words)
    if len(said) > reporting.LONGEST:
        raise InvalidError("too long", fields={"words": "too_long"})
    return Decision.objects.create(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        probation=probation,
        kind=kind,
        state=state,
        by_id=person or (actor.id if actor.kind == "user" else None),
        day=day,
        words=said,
        at=now,
        **more,
    )


def settle(probation: Probation, to: str, on: date) -> None:
    """The one door to a probation's end; its clocks stop."""
    probation.state = states.move(probation.state, to)
    probation.settled_on = on
    steps.bump(probation, "state", "settled_on")
    timing.stop(probation)
    ids = (probation.pk, probation.employee_id, probation.candidate_id, probation.unit_id)
    events.publish(ProbationSettled(*ids, outcome=to))


def void_waiting(probation: Probation, now: datetime) -> None:
    """What still waits comes too late; a request for a second signature is taken back in its proposer's
    name."""
    decision = queries.waiting(probation)
    if decision is None:
        return
    was = decision.state
    decision.state, decision.settled_at = State.VOID, now
    decision.save(update_fields=["state", "settled_at"])
    request = approvals.waiting_for(APPROVAL, decision.pk) if was == State.WAITS_PERSON else None
    proposer = access.actor_of_account(request.proposer_id) if request else None
    if request is not None and proposer is not None:
        with actors.acting_as(proposer):
            approving.withdraw(request_id=request.pk, now=now)


def locked_decision(decision_id: UUID, *, own: bool = False) -> tuple[Decision, Probation]:
    """A decision with its probation, both held; NotFoundError when they are not the actor's business."""
    found = Decision.objects.filter(pk=decision_id).first()
    if found is None:
        raise NotFoundError("no such decision")
    probation = steps.locked_own(found.probation_id) if own else steps.locked(found.probation_id)
    return Decision.objects.select_for_update(of=("self",)).get(pk=decision_id), probation
