"""The only door to a stage."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.queue import timers
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import library, policies, rules
from bole.hiring.pipeline.events import ApplicationClosed, StageEntered, StageOverdue
from bole.hiring.pipeline.models import Application, Proposal, Transition
from bole.hiring.pipeline.rules import ActorKind, Process, Standing
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, NotFoundError

STAGE_DUE = "pipeline.stage_due"


@transaction.atomic
def apply(*, candidate_id: UUID, requisition_id: UUID, now: datetime) -> Application:
    """Enter a candidate for an opening, in the first stage. A second time returns the same application."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.APPLY, requisition.unit_id)
    candidate = candidates.get(candidate_id)
    if requisition.state != "open" or candidate.erased_at:
        raise ConflictError("nobody can apply here any more", code="requisition_closed")
    process = library.process(requisition.process_key)
    application, made = Application.objects.get_or_create(
        candidate_id=candidate_id,
        requisition_id=requisition_id,
        defaults={
            "unit_id": requisition.unit_id,
            "process_key": process.key,
            "stage": process.first.key,
            "stage_since": now,
            "due_at": rules.due_at(process, process.first.key, now),
            "created_at": now,
        },
    )
    if made:
        _set_timer(application)
        _entered(application, "", "applied", actors.current().kind)
    return application


@transaction.atomic
def advance(
    *,
    application_id: UUID,
    to: str,
    actor: Actor,
    reason: str,
    expected_version: int,
    now: datetime,
    report_id: UUID | None = None,
) -> Application:
    """Move an application forward. The same click twice is one move; a lost race is a ConflictError."""
    application = _locked(application_id)
    permissions.require(actor, policies.ADVANCE, application.unit_id)
    if _is_repeat(application, to, actor, expected_version):
        return application
    standing = _standing(application)
    rules.check_version(standing, expected_version)
    process = library.process(application.process_key)
    after = rules.advance(process, standing, to, by=_kind(actor))
    return _move(application, process, after, actor=actor, reason=reason, report_id=report_id, now=now)


@transaction.atomic
def decline(
    *,
    application_id: UUID,
    actor: Actor,
    reason: str,
    expected_version: int,
    now: datetime,
    report_id: UUID | None = None,
) -> Application:
    """End an application. Only a person can; the reason is a code of the process."""
    application = _locked(application_id)
    permissions.require(actor, policies.DECLINE, application.unit_id)
    if _is_repeat(application, rules.CLOSED, actor, expected_version):
        return application
    standing = _standing(application)
    rules.check_version(standing, expected_version)
    after = rules.close(standing, "declined", by=_kind(actor))
    process = library.process(application.process_key)
    return _move(application, process, after, actor=actor, reason=reason, report_id=report_id, now=now)


@transaction.atomic
def withdraw(*, application_id: UUID, now: datetime) -> Application:
    """The candidate leaves, or the machine on his request. Leaving twice, or after the end, is harmless."""
    application = _locked(application_id)
    if application.stage == rules.CLOSED:
        return application
    actor = actors.current()
    after = rules.close(_standing(application), "withdrawn", by=_kind(actor))
    process = library.process(application.process_key)
    return _move(application, process, after, actor=actor, reason="withdrawn", report_id=None, now=now)


@transaction.atomic
def withdraw_person(*, candidate_id: UUID, now: datetime) -> int:
    """Withdraw everything a person applied for; returns how many were still open."""
    standing = (
        Application.objects.filter(candidate_id=candidate_id).exclude(stage=rules.CLOSED).order_by("pk")
    )
    ids = list(standing.values_list("pk", flat=True))
    for application_id in ids:
        withdraw(application_id=application_id, now=now)
    return len(ids)


@transaction.atomic
def propose(
    *, application_id: UUID, to: str, outcome: str, report_id: UUID | None, now: datetime, label: str = ""
) -> Proposal:
    """Record what a step recommends; ``advance`` goes through at once where job and stage say so.

    ``outcome``: advance or hold. Nothing here can end an application. One report proposes once.
    """
    application = _locked(application_id)
    known = (
        Proposal.objects.filter(application_id=application_id, report_id=report_id).first()
        if report_id
        else None
    )
    if known is not None:
        return known
    Proposal.objects.filter(application_id=application_id, state=Proposal.State.OPEN).update(
        state=Proposal.State.SUPERSEDED, decided_at=now
    )
    proposal = Proposal.objects.create(
        unit_id=application.unit_id,
        application=application,
        candidate_id=application.candidate_id,
        from_stage=application.stage,
        to_stage=to,
        outcome=outcome,
        label=label,
        report_id=report_id,
        created_at=now,
    )
    _record(application, "proposed", details={"to": to, "outcome": outcome, "report": report_id})
    live.notify("application", application.pk, application.unit_id)
    _advance_by_rule(application, proposal, now)
    return proposal


@transaction.atomic
def escalate(*, application_id: UUID, due_at: datetime, now: datetime) -> bool:
    """A stage timer fired: tell HR, unless the application moved on since. True when it was overdue."""
    application = Application.objects.select_for_update().filter(pk=application_id).first()
    if application is None or application.due_at != due_at or application.stage == rules.CLOSED:
        return False
    events.publish(StageOverdue(application.pk, application.unit_id, application.stage))
    live.notify("application", application.pk, application.unit_id)
    _record(application, "overdue", details={"stage": application.stage, "at": now})
    return True


def _advance_by_rule(application: Application, proposal: Proposal, now: datetime) -> None:
    process = library.process(application.process_key)
    if application.stage == rules.CLOSED or proposal.outcome != "advance":
        return
    allowed = requisitions.get(application.requisition_id).auto_advance
    if not (allowed and process.stage(application.stage).automatic):
        return
    after = rules.advance(process, _standing(application), proposal.to_stage, by="system", rule_allows=True)
    system = Actor(kind="system", label="the job's rule")
    _move(application, process, after, actor=system, reason="job_rule", report_id=proposal.report_id, now=now)
    proposal.refresh_from_db()


def _move(
    application: Application,
    process: Process,
    after: Standing,
    *,
    actor: Actor,
    reason: str,
    report_id: UUID | None,
    now: datetime,
) -> Application:
    """Write the move, its transition, the fate of the open proposal, the timer, event and audit line."""
    left, since = application.stage, application.stage_since
    proposal = Proposal.objects.filter(application=application, state=Proposal.State.OPEN).first()
    application.stage, application.outcome, application.version = after.stage, after.outcome, after.version
    application.stage_since, application.due_at = now, rules.due_at(process, after.stage, now)
    application.save(update_fields=["stage", "outcome", "version", "stage_since", "due_at"])
    Transition.objects.create(
        unit_id=application.unit_id,
        application=application,
        candidate_id=application.candidate_id,
        from_stage=left,
        to_stage=after.stage,
        outcome=proposal.label if proposal else "",
        reason=reason,
        actor_kind=actor.kind,
        actor_user_id=actor.id if actor.kind == "user" else None,
        version=after.version,
        since=since,
        at=now,
        report_id=report_id or (proposal.report_id if proposal else None),
    )
    if proposal is not None:
        taken = proposal.to_stage == after.stage
        proposal.state = Proposal.State.TAKEN if taken else Proposal.State.DISMISSED
        proposal.decided_at = now
        proposal.save(update_fields=["state", "decided_at"])
    _set_timer(application)
    _entered(application, left, reason, actor.kind)
    return application


def _entered(application: Application, left: str, reason: str, by: str) -> None:
    ids = (application.pk, application.candidate_id, application.unit_id)
    events.publish(StageEntered(*ids, from_stage=left, to_stage=application.stage, by=by))
    if application.stage == rules.CLOSED:
        events.publish(ApplicationClosed(*ids, outcome=application.outcome, by=by))
    live.notify("application", application.pk, application.unit_id)
    what = application.outcome or ("advanced" if left else "entered")
    _record(application, what, details={"from": left, "to": application.stage, "reason": reason})


def _set_timer(application: Application) -> None:
    if application.due_at is None:
        timers.cancel(kind=STAGE_DUE, key=str(application.pk))
    else:
        timers.set(
            kind=STAGE_DUE, key=str(application.pk), due_at=application.due_at, unit_id=application.unit_id
        )


def _record(application: Application, what: str, details: dict[str, object]) -> None:
    verb = f"hiring.pipeline.application.{what}"
    audit.record(verb=verb, obj=("application", application.pk), unit_id=application.unit_id, details=details)


def _locked(application_id: UUID) -> Application:
    application = Application.objects.select_for_update().filter(pk=application_id).first()
    if application is None:
        raise NotFoundError("no such application")
    return application


def _standing(application: Application) -> Standing:
    return Standing(application.stage, application.outcome, application.version)


def _kind(actor: Actor) -> ActorKind:
    if actor.kind == "anonymous":
        raise NotFoundError("no such application")
    return actor.kind


def _is_repeat(application: Application, to: str, actor: Actor, expected_version: int) -> bool:
    """Whether this very move was made already by the same person: a double click, a resent form."""
    if application.version != expected_version + 1 or application.stage != to:
        return False
    return Transition.objects.filter(
        application=application, version=application.version, to_stage=to, actor_user_id=actor.id
    ).exists()
