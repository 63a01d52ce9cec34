"""What leaves an application in its stage: a proposal, a hold and its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.access.actors import Actor
from bole.foundation.events import live
from bole.foundation.queue import timers
from bole.hiring.pipeline import policies, queries, rules
from bole.hiring.pipeline.models import Application, Proposal
from bole.hiring.pipeline.services import conditions, steps
from bole.hiring.pipeline.services.steps import Verb
from bole.hiring.requisitions import queries as requisitions


@transaction.atomic
def propose(
    *, application_id: UUID, to: str, outcome: str, report_id: UUID | None, now: datetime, label: str = ""
) -> Proposal:
    """Record what a step recommends; ``advance`` goes through at once where job and stage say so.

    ``outcome``: advance or hold. Nothing here can end an application. One report proposes once.
    ``label``: what the stage leaves behind (``85.0``, ``check:clear``); its words are ``rules.labels``.
    """
    application = steps.locked(application_id)
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
    steps.record(application, "proposed", details={"to": to, "outcome": outcome, "report": report_id})
    live.notify("application", application.pk, application.unit_id)
    _advance_by_rule(application, proposal, now)
    return proposal


@transaction.atomic
def hold(
    *,
    application_id: UUID,
    actor: Actor,
    reason: str,
    expected_version: int,
    now: datetime,
    until: datetime | None = None,
) -> Application:
    """Leave an application where it is for a while: its clocks stop, nothing advances it, it can still end.

    With ``until`` it is taken up again by itself. ``reason`` is a code, never free text about a person.
    """
    application, again = steps.opened(application_id, actor, policies.ADVANCE, expected_version, Verb.HELD)
    if again:
        return application
    standing = steps.standing(application)
    after = rules.hold(standing, by=steps.kind_of(actor), now=now, until=until)
    application.version, application.held_at, application.held_until = after.version, now, until
    application.held_due, application.due_at = application.due_at, None
    steps.stop_timers(application, queries.process_of(application).stage(application.stage))
    if until is not None:
        key = str(application.pk)
        timers.set(kind=steps.HOLD_ENDS, key=key, due_at=until, unit_id=application.unit_id)
    steps.settle_overdue(application, now)
    return _in_place(application, Verb.HELD, actor, reason, now)


@transaction.atomic
def resume_from_hold(
    *, application_id: UUID, actor: Actor, reason: str = "resumed", expected_version: int, now: datetime
) -> Application:
    """Take an application up again; what was left of its service level begins to run, and an advance that was
    proposed meanwhile goes through if the job's rule says so."""
    application, again = steps.opened(application_id, actor, policies.ADVANCE, expected_version, Verb.RESUMED)
    if again:
        return application
    standing = steps.standing(application)
    application.version = rules.resume(standing, by=steps.kind_of(actor)).version
    assert application.held_at is not None
    left = application.held_due - application.held_at if application.held_due else None
    application.due_at = now + left if left is not None else None
    application.held_at = application.held_until = application.held_due = None
    steps.set_timers(application, queries.process_of(application).stage(application.stage))
    _in_place(application, Verb.RESUMED, actor, reason, now)
    proposal = queries.open_proposal(application_id)
    if proposal is not None and proposal.from_stage == application.stage:
        _advance_by_rule(application, proposal, now)
    return application


@transaction.atomic
def end_hold(*, application_id: UUID, now: datetime) -> bool:
    """The timer of a hold: take the application up again, unless somebody did or held it for longer."""
    application = steps.locked(application_id)
    if application.held_until is None or application.held_until > now or application.stage == rules.CLOSED:
        return False
    resume_from_hold(
        application_id=application_id,
        actor=actors.current(),
        reason="hold_ended",
        expected_version=application.version,
        now=now,
    )
    return True


def _in_place(application: Application, verb: str, actor: Actor, reason: str, now: datetime) -> Application:
    """A change that leaves the stage as it is."""
    application.save()
    steps.write_down(application, application.stage, verb=verb, actor=actor, reason=reason, now=now)
    live.notify("application", application.pk, application.unit_id)
    steps.record(application, verb, details={"stage": application.stage, "reason": reason})
    return application


def _advance_by_rule(application: Application, proposal: Proposal, now: datetime) -> None:
    process = queries.process_of(application)
    if application.stage == rules.CLOSED or application.held_at or proposal.outcome != "advance":
        return
    stage = process.stage(application.stage)
    allowed = requisitions.get(application.requisition_id).auto_advance
    system = Actor(kind="system", label="the job's rule")
    if not (allowed and stage.automatic and proposal.to_stage in stage.leads_to):
        return
    if conditions.unmet(application, process, proposal.to_stage, system):
        return  # the proposal stays open: a person sees what is missing
    after = rules.advance(
        process, steps.standing(application), proposal.to_stage, by="system", rule_allows=True
    )
    steps.move(
        application,
        process,
        after,
        verb=Verb.ADVANCED,
        actor=system,
        reason="job_rule",
        report_id=proposal.report_id,
        now=now,
    )
    proposal.refresh_from_db()
