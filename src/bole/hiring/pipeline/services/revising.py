"""Running applications move to another version of their process when a person says so, one or many."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.events import live
from bole.hiring.pipeline import policies, queries, rules, versions
from bole.hiring.pipeline.models import Application, ProcessVersion
from bole.hiring.pipeline.services import steps
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, NotFoundError


@transaction.atomic
def revise(
    *,
    application_id: UUID,
    to_version: int,
    actor: Actor,
    expected_version: int,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
) -> Application:
    """Move one application to another version. It stays in its stage and keeps its clock, or goes where
    ``mapping`` says (its clock begins anew). InvalidError ``stage_vanished`` when there is no place for it.
    """
    application = steps.locked(application_id)
    permissions.require(actor, policies.ADVANCE, application.unit_id)
    rules.check_version(steps.standing(application), expected_version)
    if application.stage == rules.CLOSED:
        raise ConflictError("the application is closed", code="already_closed")
    if application.process_version == to_version:
        return application
    target = _target(application.process_key, to_version, application.requisition_id)
    to = rules.landing(application.stage, target, mapping or {})
    old = queries.process_of(application)
    if to == application.stage:
        return _in_place(application, old, target, actor, now)
    after = replace(steps.standing(application), stage=to, version=application.version + 1, held=False)
    left = old.stage(application.stage)
    application.process_version = to_version
    return steps.move(
        application, target, after, verb=steps.Verb.REVISED, actor=actor, reason="revised", now=now, came=left
    )


@transaction.atomic
def revise_all(
    *, requisition_id: UUID, to_version: int, actor: Actor, mapping: Mapping[str, str], now: datetime
) -> int:
    """Move every open application of an opening to another version, all or none; gives how many moved."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.ADVANCE, requisition.unit_id)
    running = Application.objects.select_for_update().filter(requisition_id=requisition_id)
    waiting = running.exclude(stage=rules.CLOSED).exclude(process_version=to_version).order_by("pk")
    applications = list(waiting)
    for one in applications:
        revise(
            application_id=one.pk,
            to_version=to_version,
            actor=actor,
            expected_version=one.version,
            mapping=mapping,
            now=now,
        )
    return len(applications)


def _target(key: str, number: int, requisition_id: UUID) -> rules.Process:
    row = ProcessVersion.objects.filter(key=key, number=number).exclude(state="draft").first()
    if row is None or row.requisition_id not in (None, requisition_id):
        raise NotFoundError("no such version of this process", code="process_unknown")
    return versions.numbered(key, number)


def _in_place(
    application: Application, old: rules.Process, target: rules.Process, actor: Actor, now: datetime
) -> Application:
    application.process_version, application.version = target.version, application.version + 1
    application.save()
    if application.held_at is None:
        steps.set_timers(application, target.stage(application.stage), old.stage(application.stage))
    stage = application.stage
    steps.write_down(application, stage, verb=steps.Verb.REVISED, actor=actor, reason="revised", now=now)
    live.notify("application", application.pk, application.unit_id)
    steps.record(application, "revised", details={"stage": stage, "process_version": target.version})
    return application
