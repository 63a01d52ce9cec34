"""Explain, ask for a person, withdraw and erase: one tap, an answer against the clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.privacy import services as privacy
from bole.foundation.queue import timers
from bole.hiring.interviews import policies, rules
from bole.hiring.interviews.events import RightExercised
from bole.hiring.interviews.models import Interview, RightsRequest
from bole.hiring.interviews.services import alerting, inviting, steps
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

KINDS = ("explain", "human_review", "erase")


@transaction.atomic
def request_right(*, interview_id: UUID, kind: str, now: datetime) -> RightsRequest:
    """The candidate asks. An open request of the same kind is returned; erasing happens at once."""
    if kind not in KINDS:
        raise InvalidError(f"no right {kind}", fields={"kind": "unknown"})
    interview = steps.locked_for_candidate(interview_id)
    if kind == "erase":  # everything of the person at once, before any audit line: nobody waits in a circle
        list(Interview.objects.select_for_update().filter(candidate_id=interview.candidate_id).order_by("pk"))
    request = open_request(interview, kind, now)
    if kind == "erase":
        _erase(interview, request, now)
    if kind == "explain" and interview.feedback_sent_at is not None:
        _done(request, now)  # the result page explains every score with its evidence, now
    return request


def open_request(interview: Interview, kind: str, now: datetime) -> RightsRequest:
    """The row, its clock, the event and the audit line; inside the caller's transaction."""
    known = RightsRequest.objects.filter(interview=interview, kind=kind).exclude(state="done").first()
    if known is not None:
        return known
    request = RightsRequest.objects.create(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        interview=interview,
        kind=kind,
        requested_at=now,
        due_at=now + rules.RIGHTS_WITHIN,
    )
    timers.set(kind=steps.RIGHT_DUE, key=str(request.pk), due_at=request.due_at, unit_id=interview.unit_id)
    events.publish(RightExercised(request.pk, interview.pk, interview.unit_id, kind))
    _record(request, "requested")
    steps.tell(interview)
    return request


@transaction.atomic
def assign_right(*, request_id: UUID, user_id: UUID, now: datetime) -> RightsRequest:
    """Somebody of the unit takes care of it, and no longer whoever did before. Twice is once.

    An interviewer who is to look again may also watch and rate the interview.
    """
    request = _locked(request_id)
    interview = steps.locked_for_user(request.interview_id, policies.RIGHTS)
    if request.state == RightsRequest.State.DONE:
        raise ConflictError("the request was answered", code="right_done")
    owner = access.actor_of_account(user_id)
    needed = policies.WATCH if request.kind == RightsRequest.Kind.HUMAN_REVIEW else policies.RIGHTS
    if owner is None or not permissions.allowed(owner, needed, request.unit_id):
        raise InvalidError("not somebody who may answer this", fields={"owner": "not_allowed"})
    if request.owner_id != user_id:
        request.owner_id = user_id
        request.save(update_fields=["owner"])
        _record(request, "assigned", user=user_id)
        steps.tell(interview)
    if policies.only_assigned(owner):
        inviting.assign(interview_id=interview.pk, user_id=user_id, now=now)
    return request


@transaction.atomic
def resolve_right(*, request_id: UUID, now: datetime, resolution: str = "", note: str = "") -> RightsRequest:
    """Somebody of the bank did what was asked; ``resolution`` is a code of the policies. Twice is once.

    A person looking again is answered by his locked card alone (``resolve_open``), never by a click.
    """
    request = _locked(request_id)
    steps.locked_for_user(request.interview_id, policies.RIGHTS)
    if request.state == RightsRequest.State.DONE:
        return request
    if resolution not in {code for code, _ in policies.RESOLUTIONS.get(request.kind, ())}:
        raise InvalidError("say how it was answered", fields={"resolution": "required"})
    request.resolution, request.note = resolution, note.strip() or None
    request.save(update_fields=["resolution", "note"])
    _done(request, now)
    return request


@transaction.atomic
def resolve_open(*, interview_id: UUID, kind: str, now: datetime) -> bool:
    """Answer the open request of a kind, if there is one; for capabilities that just did what was asked."""
    request = RightsRequest.objects.select_for_update().filter(interview_id=interview_id, kind=kind)
    waiting = request.exclude(state=RightsRequest.State.DONE).first()
    if waiting is None:
        return False
    _done(waiting, now)
    return True


@transaction.atomic
def escalate_right(*, request_id: UUID, now: datetime) -> bool:
    """The clock ran out. True when the request was still open."""
    request = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None or request.state != RightsRequest.State.OPEN:
        return False
    request.state = RightsRequest.State.ESCALATED
    request.save(update_fields=["state"])
    _record(request, "overdue", at=now)
    alerting.alert(
        interview_id=request.interview_id,
        about=("rights_request", request.pk),
        template="request-late",
        to_roles=(*alerting.TO_UNIT, *alerting.TO_HEAD),
        due_at=request.due_at,
        page=f"/console/requests/{request.pk}/",
        now=now,
    )
    steps.tell(request.interview)
    return True


def _locked(request_id: UUID) -> RightsRequest:
    request = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFoundError("no such request")
    return request


def _done(request: RightsRequest, now: datetime) -> None:
    actor = actors.current()
    request.state, request.resolved_at = RightsRequest.State.DONE, now
    request.resolved_by_id = actor.id if actor.kind == "user" else None
    request.save(update_fields=["state", "resolved_at", "resolved_by"])
    timers.cancel(kind=steps.RIGHT_DUE, key=str(request.pk))
    _record(request, "resolved", **({"how": request.resolution} if request.resolution else {}))
    steps.tell(request.interview)


def _erase(interview: Interview, request: RightsRequest, now: datetime) -> None:
    """Leave the process and erase everywhere; every capability takes its own away (privacy.registry)."""
    with actors.system_scope("candidate withdrew and asked to be erased"):
        pipeline.withdraw(application_id=interview.application_id, now=now)
        _done(request, now)
        privacy.erase_person(
            candidate_id=interview.candidate_id,
            unit_id=interview.unit_id,
            reason="candidate_request",
            now=now,
        )
    request.refresh_from_db()


def _record(request: RightsRequest, what: str, **more: Any) -> None:
    audit.record(
        verb=f"hiring.interviews.right.{what}",
        obj=("rights_request", request.pk),
        unit_id=request.unit_id,
        details={"kind": request.kind, "interview": request.interview_id, **more},
    )
