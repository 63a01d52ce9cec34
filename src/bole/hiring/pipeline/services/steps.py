"""What every verb begins and ends with: lock, check who acts, write the change with its trail and timers."""

from datetime import date, datetime
from uuid import UUID

from bole.foundation import events
from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.foundation.workdays import queries as workdays
from bole.hiring.pipeline import policies, queries, rules
from bole.hiring.pipeline.events import ApplicationClosed, StageEntered
from bole.hiring.pipeline.models import Application, Overdue, Proposal, Transition
from bole.hiring.pipeline.rules import ActorKind, Level, Process, Stage, Standing
from bole.kernel.errors import NotFoundError

STAGE_DUE = "pipeline.stage_due"
STAGE_LATE = "pipeline.stage_late"
REMINDER = "pipeline.reminder"
HOLD_ENDS = "pipeline.hold_ends"
Verb = Transition.Verb


def locked(application_id: UUID) -> Application:
    """The application under a row lock; NotFoundError when not there or not to be seen."""
    application = Application.objects.select_for_update().filter(pk=application_id).first()
    if application is None:
        raise NotFoundError("no such application")
    return application


def lock(application_id: UUID) -> None:
    """Let nobody else move it before this transaction is through; NotFoundError as ``locked``."""
    locked(application_id)


def standing(application: Application) -> Standing:
    """Where it stands, for the rules."""
    return Standing(
        application.stage, application.outcome, application.version, application.held_at is not None
    )


def kind_of(actor: Actor) -> ActorKind:
    """User, candidate or machine; for nobody there is no such application."""
    if actor.kind == "anonymous":
        raise NotFoundError("no such application")
    return actor.kind


def check_decider(actor: Actor, application: Application, stage: Stage) -> None:
    """A person decides here in one of the stage's roles, held for the application's unit or one above it."""
    if actor.kind != "user" or permissions.get(policies.ADVANCE).roles <= set(stage.decides):
        return
    held = [grant for grant in actor.grants if org.lies_under(application.unit_id, (grant.unit_id,))]
    rules.check_decider(stage, [grant.role for grant in held])


def is_repeat(application: Application, actor: Actor, expected_version: int, verb: str, to: str = "") -> bool:
    """Whether this very change was made already by the same person: a double click, a resent form."""
    if application.version != expected_version + 1 or (to and application.stage != to):
        return False
    return Transition.objects.filter(
        application=application, version=application.version, verb=verb, actor_user_id=actor.id
    ).exists()


def opened(
    application_id: UUID, actor: Actor, permission: str, expected_version: int, *verbs: str, to: str = ""
) -> tuple[Application, bool]:
    """The application, locked, for somebody who may change it and saw its present version; True when this
    very change (one of ``verbs``, into ``to``) was made already and nothing is left to do."""
    application = locked(application_id)
    permissions.require(actor, permission, application.unit_id)
    if any(is_repeat(application, actor, expected_version, verb, to) for verb in verbs):
        return application, True
    rules.check_version(standing(application), expected_version)
    return application, False


def later(unit_id: UUID, level: Level | None, now: datetime) -> datetime | None:
    """So much later, as that unit works and in the bank's zone."""

    def ahead(start: date, days: int) -> date:
        return workdays.ahead(unit_id=unit_id, start=start, days=days).date

    return rules.later(level, now, ahead=ahead, zone=bank_time.zone())


def due_at(application: Application, stage: Stage, now: datetime) -> datetime | None:
    """When the stage's service level runs out for this application."""
    return later(application.unit_id, stage.level, now)


def move(
    application: Application,
    process: Process,
    after: Standing,
    *,
    verb: str,
    actor: Actor,
    reason: str,
    now: datetime,
    report_id: UUID | None = None,
    came: Stage | None = None,
    label: str = "",
) -> Application:
    """Into another stage: the move, its transition, the open proposal's fate, timers, event and audit.
    ``label``: what the stage left behind, where no proposal says it (``rules.labels``)."""
    left, since = application.stage, application.stage_since
    proposal = Proposal.objects.filter(application=application, state=Proposal.State.OPEN).first()
    application.stage, application.outcome, application.version = after.stage, after.outcome, after.version
    application.stage_since, application.due_at = now, due_at(application, process.stage(after.stage), now)
    application.held_at = application.held_until = application.held_due = None
    application.save()
    write_down(
        application,
        left,
        verb=verb,
        actor=actor,
        reason=reason,
        now=now,
        since=since,
        outcome=label or (proposal.label if proposal else ""),
        report_id=report_id or (proposal.report_id if proposal else None),
    )
    if proposal is not None:
        taken = proposal.to_stage == after.stage
        proposal.state = Proposal.State.TAKEN if taken else Proposal.State.DISMISSED
        proposal.decided_at = now
        proposal.save(update_fields=["state", "decided_at"])
    settle_overdue(application, now)
    behind = came or (process.stage(left) if process.has(left) else None)
    set_timers(application, process.stage(after.stage), behind)
    entered(application, left, reason, actor.kind, verb, behind)
    return application


def write_down(
    application: Application,
    left: str,
    *,
    verb: str,
    actor: Actor,
    reason: str,
    now: datetime,
    since: datetime | None = None,
    outcome: str = "",
    report_id: UUID | None = None,
) -> None:
    """The row of the log that the database asks for with every change."""
    Transition.objects.create(
        unit_id=application.unit_id,
        application=application,
        candidate_id=application.candidate_id,
        verb=verb,
        from_stage=left,
        to_stage=application.stage,
        outcome=outcome,
        reason=reason,
        actor_kind=actor.kind,
        actor_user_id=actor.id if actor.kind == "user" else None,
        version=application.version,
        since=since,
        at=now,
        report_id=report_id,
    )


def entered(
    application: Application, left: str, reason: str, by: str, verb: str, came: Stage | None = None
) -> None:
    """Tell whoever listens, live pages and the audit that the application stands somewhere else. ``came``:
    the stage left behind, where there was one."""
    ids = (application.pk, application.candidate_id, application.unit_id)
    event = StageEntered(
        *ids,
        from_stage=left,
        to_stage=application.stage,
        by=by,
        to_kind=queries.kind_at(application),
        from_kind=came.kind if came else "",
    )
    events.publish(event)
    if application.stage == rules.CLOSED:
        events.publish(ApplicationClosed(*ids, outcome=application.outcome, by=by))
    live.notify("application", application.pk, application.unit_id)
    record(application, verb, details={"from": left, "to": application.stage, "reason": reason})


def set_timers(application: Application, stage: Stage, left: Stage | None = None) -> None:
    """The clocks of one stay: reminders, service level, what comes after it. Those of the stage that was
    ``left`` stop."""
    key = str(application.pk)
    timers.cancel(kind=STAGE_LATE, key=key)
    timers.cancel(kind=HOLD_ENDS, key=key)
    if application.due_at is None:
        timers.cancel(kind=STAGE_DUE, key=key)
    else:
        timers.set(kind=STAGE_DUE, key=key, due_at=application.due_at, unit_id=application.unit_id)
    _set_reminders(application, stage, left)


def _set_reminders(application: Application, stage: Stage, left: Stage | None) -> None:
    times = rules.reminder_times(stage, application.stage_since, application.due_at)
    for number, moment in enumerate(times):
        if moment is not None:
            timers.set(
                kind=REMINDER,
                key=f"{application.pk}/{number}",
                due_at=moment,
                unit_id=application.unit_id,
                payload={"since": application.stage_since},
            )
    for number in range(len(left.reminders) if left else 0):
        if number >= len(times) or times[number] is None:
            timers.cancel(kind=REMINDER, key=f"{application.pk}/{number}")


def stop_timers(application: Application, stage: Stage) -> None:
    """No clock runs for this stay any more."""
    for kind in (STAGE_DUE, STAGE_LATE, HOLD_ENDS):
        timers.cancel(kind=kind, key=str(application.pk))
    for number, _ in enumerate(stage.reminders):
        timers.cancel(kind=REMINDER, key=f"{application.pk}/{number}")


def settle_overdue(application: Application, now: datetime) -> None:
    """The to-dos of a stay end with it."""
    Overdue.objects.filter(application=application, settled_at=None).update(settled_at=now)


def record(application: Application, what: str, details: dict[str, object]) -> None:
    """The audit line of a verb on an application."""
    verb = f"hiring.pipeline.application.{what}"
    audit.record(verb=verb, obj=("application", application.pk), unit_id=application.unit_id, details=details)
