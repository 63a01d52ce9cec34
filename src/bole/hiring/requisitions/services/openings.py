"""Writes of openings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import jobfile, policies, queries, rules, ways
from bole.hiring.requisitions.events import PortraitChanged, ProcessChanged, RequisitionOpened
from bole.hiring.requisitions.models import PortraitVersion, Requisition
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

MOST_HEADS = 9999


@transaction.atomic
def open_requisition(
    *,
    unit_id: UUID,
    job_key: str,
    headcount: int = 1,
    starts_on: date | None = None,
    ends_on: date | None = None,
    process_key: str = "",
    now: datetime,
) -> Requisition:
    """Open a need at a unit, with the portrait in force there; ``process_key`` as in ``choose_process``."""
    permissions.require(actors.current(), policies.OPEN, unit_id)
    if process_key:
        permissions.require(actors.current(), policies.CHOOSE, unit_id)
        _check_process(process_key)
    if not 1 <= headcount <= MOST_HEADS:
        raise InvalidError("at least one person is needed", fields={"headcount": "out_of_range"})
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidError("it ends before it begins", fields={"ends_on": "out_of_range"})
    today = bank_time.today(now)
    job = queries.in_force(job_key, today).job
    body = queries.body_for(job_key, unit_id, today)
    requisition = Requisition.objects.create(
        unit_id=unit_id,
        job_key=job.key,
        title_zh=job.title["zh"],
        title_en=job.title["en"],
        portrait=body,
        portrait_version=body["version"],
        portrait_sha256=rules.fingerprint(body),
        guide_key=job.guide,
        process_key=process_key or job.process,
        own_process=process_key,
        channels=list(job.channels),
        auto_advance=job.auto_advance,
        pass_mark=job.pass_mark,
        headcount=headcount,
        starts_on=starts_on,
        ends_on=ends_on,
        owner_id=_opener(),
        created_at=now,
    )
    _keep_version(requisition, now)
    events.publish(RequisitionOpened(requisition.pk, unit_id))
    audit.record(
        verb="hiring.requisitions.requisition.opened", obj=("requisition", requisition.pk), unit_id=unit_id
    )
    return requisition


def take_portrait(
    requisition: Requisition, *, body: Mapping[str, Any], job: jobfile.Job, now: datetime
) -> bool:
    """Put the portrait in force into a locked opening, with its guide and process; False when it has them.
    Those invited keep their portrait, and applications that run their process. An opening with a process of
    its own keeps that."""
    digest, process = rules.fingerprint(body), requisition.own_process or job.process
    held = (requisition.portrait_sha256, requisition.guide_key, requisition.process_key)
    if (*held, requisition.auto_advance) == (digest, job.guide, process, job.auto_advance):
        return False
    another = requisition.process_key != process
    requisition.portrait, requisition.portrait_version = dict(body), body["version"]
    requisition.portrait_sha256, requisition.pass_mark = digest, job.pass_mark
    requisition.guide_key, requisition.process_key = job.guide, process
    requisition.auto_advance = job.auto_advance
    requisition.save()
    _keep_version(requisition, now)
    events.publish(PortraitChanged(requisition.pk, requisition.unit_id, requisition.portrait_version))
    _record(requisition, "portrait_changed", ["portrait", "pass_mark"])
    if another:
        events.publish(ProcessChanged(requisition.pk, requisition.unit_id))
    return True


@transaction.atomic
def choose_process(*, requisition_id: UUID, process_key: str, now: datetime) -> Requisition:
    """Have new applications for an opening go another way than its portrait names, or, with an empty key, the
    portrait's again. Running applications keep theirs. The same choice again is once.

    InvalidError for a process that is not in force; ConflictError for a closed opening.
    """
    requisition = _locked(requisition_id, policies.CHOOSE)
    if requisition.state != Requisition.State.OPEN:
        raise ConflictError("nobody applies here any more", code="requisition_closed")
    if process_key:
        _check_process(process_key)
    if requisition.own_process == process_key:
        return requisition
    today = bank_time.today(now)
    before = requisition.process_key
    requisition.own_process = process_key
    requisition.process_key = process_key or queries.in_force(requisition.job_key, today).job.process
    requisition.save(update_fields=["own_process", "process_key"])
    _record(
        requisition,
        "process_chosen",
        ["process"],
        {"from": before, "to": requisition.process_key, "own": bool(process_key)},
    )
    if requisition.process_key != before:
        events.publish(ProcessChanged(requisition.pk, requisition.unit_id))
    return requisition


@transaction.atomic
def switch_channels(*, requisition_id: UUID, channels: Sequence[str]) -> Requisition:
    """Decide which senses the bank switches on for this job; the candidate's consent still comes on top."""
    requisition = _locked(requisition_id, policies.WEIGH)
    unknown = set(channels) - jobfile.CHANNELS
    if unknown:
        raise InvalidError(f"unknown channels {sorted(unknown)}", fields={"channels": "unknown"})
    requisition.channels = sorted(channels)
    requisition.save(update_fields=["channels"])
    _record(requisition, "channels_switched", ["channels"])
    return requisition


@transaction.atomic
def switch_auto_invite(*, requisition_id: UUID, on: bool) -> Requisition:
    """Whether whoever enters the AI interview stage is invited at once, without anybody's click."""
    requisition = _locked(requisition_id, policies.OPEN)
    if requisition.auto_invite != on:
        requisition.auto_invite = on
        requisition.save(update_fields=["auto_invite"])
        _record(requisition, "auto_invite_switched", ["auto_invite"])
    return requisition


@transaction.atomic
def assign_owner(*, requisition_id: UUID, user_id: UUID) -> Requisition:
    """Name who answers for an opening: somebody who may open one for that unit. The same again is once."""
    requisition = _locked(requisition_id, policies.OPEN)
    chosen = access.actor_of_account(user_id)
    if chosen is None or not permissions.allowed(chosen, policies.OPEN, requisition.unit_id):
        raise InvalidError("not somebody who answers for this unit", fields={"owner": "not_allowed"})
    if requisition.owner_id != user_id:
        requisition.owner_id = user_id
        requisition.save(update_fields=["owner"])
        _record(requisition, "owner_assigned", ["owner"])
    return requisition


@transaction.atomic
def close_requisition(*, requisition_id: UUID, now: datetime) -> Requisition:
    """No further applications. Closing twice is harmless."""
    requisition = _locked(requisition_id, policies.OPEN)
    if requisition.state == Requisition.State.CLOSED:
        return requisition
    requisition.state, requisition.closed_at = Requisition.State.CLOSED, now
    requisition.save(update_fields=["state", "closed_at"])
    _record(requisition, "closed", ["state"])
    return requisition


def _check_process(key: str) -> None:
    if key not in ways.known():
        raise InvalidError(f"no process {key!r} is in force", fields={"process": "unknown"})


def _locked(requisition_id: UUID, permission: str) -> Requisition:
    requisition = Requisition.objects.select_for_update().filter(pk=requisition_id).first()
    if requisition is None:
        raise NotFoundError("no such requisition")
    permissions.require(actors.current(), permission, requisition.unit_id)
    return requisition


def _opener() -> UUID | None:
    actor = actors.current()
    return actor.id if actor.kind == "user" else None


def _keep_version(requisition: Requisition, now: datetime) -> None:
    actor = actors.current()
    PortraitVersion.objects.create(
        unit_id=requisition.unit_id,
        requisition=requisition,
        version=requisition.portrait_version,
        body=requisition.portrait,
        sha256=requisition.portrait_sha256,
        saved_by_id=actor.id,  # of a system scope: the person on whose behalf, or nobody
        saved_at=now,
    )


def _record(
    requisition: Requisition, what: str, fields: Sequence[str], details: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        verb=f"hiring.requisitions.requisition.{what}",
        obj=("requisition", requisition.pk),
        unit_id=requisition.unit_id,
        fields=fields,
        details=dict(details or {}),
    )
