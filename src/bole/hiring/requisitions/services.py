"""Writes of requisitions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.requisitions import library, policies, rules
from bole.hiring.requisitions.events import PortraitChanged, RequisitionOpened
from bole.hiring.requisitions.models import PortraitVersion, Requisition
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

CHANNELS = frozenset({"speech", "voice", "face", "body"})


@transaction.atomic
def open_requisition(*, unit_id: UUID, job_key: str, headcount: int = 1, now: datetime) -> Requisition:
    """Open a need at a unit, with the library's portrait as version 1."""
    permissions.require(actors.current(), policies.OPEN, unit_id)
    if headcount < 1:
        raise InvalidError("at least one person is needed", fields={"headcount": "out_of_range"})
    job = library.job(job_key)
    body = rules.portrait_body(
        key=job.key, version=1, pass_mark=job.pass_mark, weights=job.weights, labels=job.labels
    )
    requisition = Requisition.objects.create(
        unit_id=unit_id,
        job_key=job.key,
        title_zh=job.title["zh"],
        title_en=job.title["en"],
        portrait=body,
        portrait_version=1,
        portrait_sha256=rules.fingerprint(body),
        guide_key=job.guide,
        process_key=job.process,
        channels=list(job.channels),
        auto_advance=job.auto_advance,
        pass_mark=job.pass_mark,
        headcount=headcount,
        created_at=now,
    )
    _keep_version(requisition, now)
    events.publish(RequisitionOpened(requisition.pk, unit_id))
    audit.record(
        verb="hiring.requisitions.requisition.opened", obj=("requisition", requisition.pk), unit_id=unit_id
    )
    return requisition


@transaction.atomic
def change_portrait(
    *,
    requisition_id: UUID,
    weights: Mapping[str, Decimal],
    labels: Mapping[str, Mapping[str, str]],
    pass_mark: Decimal,
    expected_version: int,
    now: datetime,
) -> Requisition:
    """Put a new portrait version in force. Interviews already invited keep the one they were invited with."""
    requisition = _locked(requisition_id, policies.WEIGH)
    if requisition.portrait_version != expected_version:
        raise ConflictError("the portrait was changed in the meantime", code="lost_race")
    body = rules.portrait_body(
        key=requisition.job_key,
        version=expected_version + 1,
        pass_mark=pass_mark,
        weights=weights,
        labels=labels,
    )
    requisition.portrait, requisition.portrait_version = body, expected_version + 1
    requisition.portrait_sha256, requisition.pass_mark = rules.fingerprint(body), pass_mark
    requisition.save(update_fields=["portrait", "portrait_version", "portrait_sha256", "pass_mark"])
    _keep_version(requisition, now)
    events.publish(PortraitChanged(requisition.pk, requisition.unit_id, requisition.portrait_version))
    _record(requisition, "portrait_changed", ["portrait", "pass_mark"])
    return requisition


@transaction.atomic
def switch_channels(*, requisition_id: UUID, channels: Sequence[str]) -> Requisition:
    """Decide which senses the bank switches on for this job; the candidate's consent still comes on top."""
    requisition = _locked(requisition_id, policies.WEIGH)
    unknown = set(channels) - CHANNELS
    if unknown:
        raise InvalidError(f"unknown channels {sorted(unknown)}", fields={"channels": "unknown"})
    requisition.channels = sorted(channels)
    requisition.save(update_fields=["channels"])
    _record(requisition, "channels_switched", ["channels"])
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


def _keep_version(requisition: Requisition, now: datetime) -> None:
    actor = actors.current()
    PortraitVersion.objects.create(
        unit_id=requisition.unit_id,
        requisition=requisition,
        version=requisition.portrait_version,
        body=requisition.portrait,
        sha256=requisition.portrait_sha256,
        saved_by_id=actor.id if actor.kind == "user" else None,
        saved_at=now,
    )


def _record(requisition: Requisition, what: str, fields: Sequence[str]) -> None:
    verb = f"hiring.requisitions.requisition.{what}"
    audit.record(verb=verb, obj=("requisition", requisition.pk), unit_id=requisition.unit_id, fields=fields)
