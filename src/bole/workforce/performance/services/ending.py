"""Ending on probation: proposed by HR with a listed ground, its papers and reasons; a second person signs."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.approvals import services as approving
from bole.foundation.approvals.kinds import Decision as Signed
from bole.foundation.files import services as files
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.employees import queries as employees
from bole.workforce.employees import services as records
from bole.workforce.performance import library, papers
from bole.workforce.performance.models import Decision, Probation
from bole.workforce.performance.rules import ending
from bole.workforce.performance.services import deciding, sealing, steps, telling

APPROVAL = deciding.APPROVAL
STANDARD = "standard-not-met"  # §39 (1) rests on the review
RECORDED = "probation_not_met"  # the employee record's own code; ground and article stand here
State = Decision.State


@transaction.atomic
def propose_end(
    *,
    probation_id: UUID,
    reason_key: str,
    words: str,
    last_day: date,
    uploads: Mapping[str, tuple[str, bytes]],
    seen_version: int,
    now: datetime,
) -> Decision:
    """Propose to end the employment on probation; it takes effect only when a second person signs.

    ``uploads``: paper of the ground → (file name, bytes). InvalidError names what is missing (§21, §39, §40).
    """
    probation, actor = deciding.opened(probation_id, seen_version)
    reason = library.reasons().get(reason_key)
    if reason is None:
        raise InvalidError("choose a ground of the list", fields={"reason": "unknown"})
    if reason.key == STANDARD:
        deciding.check_reviewed(probation)
    asked = ending.Ending(reason, words, uploads.keys(), last_day)
    ending.check(asked, today=bank_time.today(now), ends_on=probation.ends_on)
    decision = deciding.made(
        probation,
        Decision.Kind.END,
        State.WAITS_PERSON,
        actor,
        last_day,
        words,
        now,
        reason_key=reason.key,
        article=reason.article,
    )
    wanted = [one.key for one in reason.papers if not one.made]
    kept = [_keep(probation, key, *uploads[key], now) for key in wanted]
    decision.papers = [*kept, papers.union(probation, decision, reason, now)]
    decision.save(update_fields=["papers"])
    steps.bump(probation)
    _ask(probation, decision, now)
    steps.record(probation, "end.proposed", {"decision": decision.pk, "reason": reason.key})
    return decision


def approved(signed: Signed) -> None:
    """A second person signed: the employment ends, and the employee is told why. ConflictError once the last
    day has passed: then nothing was decided in time."""
    decision, probation = deciding.locked_decision(signed.object_id)
    _check_waits(decision, signed)
    steps.check_running(probation)
    if bank_time.today(signed.now) > probation.ends_on:
        raise ConflictError("the probation is over", code="probation_over")
    reason = library.reasons()[decision.reason_key]
    decision.state, decision.second_id, decision.settled_at = State.EFFECTIVE, signed.decider_id, signed.now
    decision.papers = [*decision.papers, papers.notice(probation, decision, reason, signed.now)]
    decision.save(update_fields=["state", "second", "settled_at", "papers"])
    sealing.defer(decision)
    deciding.settle(probation, "ended", bank_time.today(signed.now))
    record = employees.get(probation.employee_id)
    records.end(
        employee_id=record.pk,
        actor=actors.current(),
        reason=RECORDED,
        expected_version=record.version,
        now=signed.now,
        on=decision.day,
    )
    steps.record(probation, "probation.ended", {"decision": decision.pk, "reason": decision.reason_key})
    telling.employee(
        probation, "probation-decided", {}, signed.now, f"decided {decision.pk}", page="decision/"
    )


def refused(signed: Signed) -> None:
    """The second person said no; the probation goes on."""
    _closed(signed, State.REFUSED, "end.refused", second=True)


def withdrawn(signed: Signed) -> None:
    """Who proposed it took it back, or it came too late."""
    _closed(signed, State.WITHDRAWN, "end.withdrawn", second=False)


def _closed(signed: Signed, to: Decision.State, verb: str, *, second: bool) -> None:
    decision, probation = deciding.locked_decision(signed.object_id)
    if decision.state == State.VOID:
        return  # the last day has passed; the request is taken off the list
    decision.state, decision.settled_at = to, signed.now
    if second:
        decision.second_id = signed.decider_id
    decision.save(update_fields=["state", "second", "settled_at"])
    steps.bump(probation)
    steps.record(probation, verb, {"decision": decision.pk})


def _check_waits(decision: Decision, signed: Signed) -> None:
    """ConflictError when it does not wait, or is not what was signed."""
    if decision.state != State.WAITS_PERSON or signed.payload != _payload(decision):
        raise ConflictError("it does not wait any more", code="already_decided")


def _ask(probation: Probation, decision: Decision, now: datetime) -> None:
    approving.propose(
        kind=APPROVAL,
        unit_id=probation.unit_id,
        obj=("probation_decision", decision.pk),
        title={
            "zh": f"试用期解除劳动合同 {probation.number} {decision.article}",
            "en": f"End of employment on probation {probation.number} {decision.article}",
        },
        payload=_payload(decision),
        now=now,
        reason="",
    )


def _payload(decision: Decision) -> dict[str, object]:
    """What is signed: ground, day, papers, and a fingerprint of the reasons, never the words themselves."""
    return {
        "decision": str(decision.pk),
        "reason": decision.reason_key,
        "article": decision.article,
        "last_day": str(decision.day),
        "words_sha256": hashlib.sha256(decision.words.encode()).hexdigest(),
        "papers": [[one["key"], one["file_id"]] for one in decision.papers],
    }


def _keep(probation: Probation, key: str, name: str, body: bytes, now: datetime) -> dict[str, str]:
    stored = files.keep_whole(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        purpose="employment",
        body=body,
        now=now,
    )
    return {"key": key, "file_id": str(stored.pk), "name": name[:120]}
