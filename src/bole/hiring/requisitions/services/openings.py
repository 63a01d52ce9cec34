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
from bole.hiring.requisitions import jobfile, policies, queries, rules
from bole.hiring.requisitions.events import PortraitChanged, RequisitionOpened
from bole.hiring.requisitions.models import PortraitVersion, Requisition
from bole.kernel.errors import InvalidError, NotFoundError

MOST_HEADS = 9999


@transaction.atomic
def open_requisition(
    *,
    unit_id: UUID,
    job_key: str,
    headcount: int = 1,
    starts_on: date | None = None,
    ends_on: date | None = None,
    now: datetime,
) -> Requisition:
    """Open a need at a unit, with the portrait in force there."""
    permissions.require(actors.current(), policies.OPEN, unit_id)
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
        process_key=job.process,
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
    Those invited keep their portrait, and applications that run their process."""
    digest = rules.fingerprint(body)
    held = (requisition.portrait_sha256, requisition.guide_key, requisition.process_key)
    if (*held, requisition.auto_advance) == (digest, job.guide, job.process, job.auto_advance):
        return False
    requisition.portrait, requisition.portrait_version = dict(body), body["version"]
    requisition.portrait_sha256, requisition.pass_mark = digest, job.pass_mark
    requisition.guide_key, requisition.process_key = job.guide, job.process
    requisition.auto_advance = job.auto_advance
    requisition.save()
    _keep_version(requisition, now)
    events.publish(PortraitChanged(requisition.pk, requisition.unit_id, requisition.portrait_version))
    _record(requisition, "portrait_changed", ["portrait", "pass_mark"])
    return True


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


def _record(requisition: Requisition, what: str, fields: Sequence[str]) -> None:
    verb = f"hiring.requisitions.requisition.{what}"
    audit.record(verb=verb, obj=("requisition", requisition.pk), unit_id=requisition.unit_id, fields=fields)
