"""Writes of approvals: one verb, one transaction, a line of history and of audit each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation.access import actors
from bole.foundation.access import queries as access
from bole.foundation.approvals import kinds, queries, rules, telling
from bole.foundation.approvals.models import ApprovalRequest, ApprovalStep
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

State, What = ApprovalRequest.State, ApprovalStep.What
REMIND = "approvals.remind"


@transaction.atomic
def propose(
    *,
    kind: str,
    unit_id: UUID,
    obj: tuple[str, UUID],
    title: Mapping[str, str],
    payload: Mapping[str, Any],
    now: datetime,
    reason: str = "",
) -> ApprovalRequest:
    """Ask a second person. The caller checked that the actor may propose. One open request per thing."""
    chosen, user = kinds.get(kind), _person()
    try:
        with transaction.atomic():
            request = ApprovalRequest.objects.create(
                unit_id=unit_id,
                kind=chosen.key,
                object_kind=obj[0],
                object_id=obj[1],
                title=dict(title),
                payload=dict(payload),
                sha256=rules.fingerprint(payload),
                proposer_id=user,
                reason=reason.strip()[:500],
                proposed_at=now,
                due_at=rules.due_after(now, chosen.hours),
            )
    except IntegrityError as error:
        raise ConflictError("this waits for a second person already", code="already_waiting") from error
    _step(request, What.PROPOSED, now, note=request.reason)
    timers.set(kind=REMIND, key=str(request.pk), due_at=rules.remind_at(now, request.due_at), unit_id=unit_id)
    return request


@transaction.atomic
def decide(*, request_id: UUID, approve: bool, sha256: str, now: datetime, note: str = "") -> ApprovalRequest:
    """Sign or refuse what was shown (``sha256``). What follows from it happens here, once, or not at all."""
    request = _locked(request_id)
    why = queries.why_not(actors.current(), request)
    if why == "already_decided":
        raise ConflictError("somebody was faster", code="already_decided")
    if why:
        raise DeniedError("somebody else has to decide this", code=why)
    if sha256 != request.sha256:
        raise ConflictError("the request was made anew in the meantime", code="lost_race")
    if not approve and len(note.strip()) < rules.SHORTEST_REFUSAL:
        raise InvalidError("a refusal says why", fields={"note": "required"})
    request.state = State.APPROVED if approve else State.REFUSED
    request.decider_id, request.decided_at, request.note = _person(), now, note.strip()[:500]
    request.save(update_fields=["state", "decider", "decided_at", "note"])
    timers.cancel(kind=REMIND, key=str(request.pk))
    _step(request, What.APPROVED if approve else What.REFUSED, now, note=request.note)
    chosen = kinds.get(request.kind)
    (chosen.approved if approve else chosen.refused)(_decision(request, now))
    return request


@transaction.atomic
def delegate(*, request_id: UUID, to: UUID, now: datetime) -> ApprovalRequest:
    """Who may decide hands it to somebody else of that unit, who then decides alone; never to the
    proposer."""
    request = _locked(request_id)
    why = queries.why_not(actors.current(), request)
    if why:
        raise DeniedError("only who may decide can hand it on", code=why)
    chosen = access.actor_of_account(to)
    if chosen is None or to in {request.proposer_id, actors.current().id} or not _works_at(chosen, request):
        raise InvalidError("choose a colleague who sees this unit", fields={"to": "not_allowed"})
    request.delegate_id = to
    request.save(update_fields=["delegate"])
    _step(request, What.DELEGATED, now, to=to)
    return request


@transaction.atomic
def withdraw(*, request_id: UUID, now: datetime) -> ApprovalRequest:
    """The proposer takes it back."""
    request = _locked(request_id)
    if request.proposer_id != _person():
        raise DeniedError("only the proposer takes it back")
    if request.state != State.WAITING:
        raise ConflictError("it was decided in the meantime", code="already_decided")
    request.state, request.decided_at = State.WITHDRAWN, now
    request.save(update_fields=["state", "decided_at"])
    timers.cancel(kind=REMIND, key=str(request.pk))
    _step(request, What.WITHDRAWN, now)
    kinds.get(request.kind).withdrawn(_decision(request, now))
    return request


@transaction.atomic
def lapse(*, kind: str, object_id: UUID, now: datetime) -> bool:
    """The thing itself ended or is written anew: its open request ends without a decision. The capability
    that calls checked who may do that; no effect runs. False when nothing was open."""
    waiting = ApprovalRequest.objects.select_for_update(of=("self",)).filter(
        kind=kind, object_id=object_id, state=State.WAITING
    )
    request = waiting.first()
    if request is None:
        return False
    request.state, request.decided_at = State.WITHDRAWN, now
    request.save(update_fields=["state", "decided_at"])
    timers.cancel(kind=REMIND, key=str(request.pk))
    _step(request, What.WITHDRAWN, now)
    return True


@transaction.atomic
def remind(*, request_id: UUID, now: datetime) -> bool:
    """The clock: a mail to those who may decide, once before the deadline and once at it. False if
    decided."""
    request = ApprovalRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None or request.state != State.WAITING:
        return False
    late = now >= request.due_at
    _step(request, What.OVERDUE if late else What.REMINDED, now)
    telling.remind(request, late=late, now=now)
    if not late:
        timers.set(kind=REMIND, key=str(request.pk), due_at=request.due_at, unit_id=request.unit_id)
    return True


def _works_at(actor: actors.Actor, request: ApprovalRequest) -> bool:
    """Whether one of the person's roles lets him see the rows of the request's unit."""
    return bool(actor.unit_ids) and org.lies_under(request.unit_id, actor.unit_ids)


def _decision(request: ApprovalRequest, now: datetime) -> kinds.Decision:
    return kinds.Decision(
        request_id=request.pk,
        object_id=request.object_id,
        payload=request.payload,
        proposer_id=request.proposer_id,
        decider_id=request.decider_id or request.proposer_id,
        note=request.note,
        now=now,
    )


def _locked(request_id: UUID) -> ApprovalRequest:
    request = ApprovalRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None:
        raise NotFoundError("no such request")
    return request


def _person() -> UUID:
    actor = actors.current()
    if actor.kind != "user" or actor.id is None:
        raise DeniedError("a person signs, not a machine", code="second_person_needed")
    return actor.id


def _step(
    request: ApprovalRequest,
    what: ApprovalStep.What,
    now: datetime,
    *,
    to: UUID | None = None,
    note: str = "",
) -> None:
    actor = actors.current()
    ApprovalStep.objects.create(
        unit_id=request.unit_id,
        request=request,
        at=now,
        what=what,
        who_id=actor.id if actor.kind == "user" else None,
        to_id=to,
        note=note,
    )
    audit.record(
        verb=f"approvals.request.{what}",
        obj=(request.object_kind, request.object_id),
        unit_id=request.unit_id,
        details={"request": request.pk, "kind": request.kind, "hash": request.sha256},
    )
