"""Versions of processes: a draft is worked on, checked, published, and never changed again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.pipeline import library, policies, rules, versions
from bole.hiring.pipeline.models import ProcessVersion
from bole.hiring.pipeline.rules import Process, bodies
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

State = ProcessVersion.State


@transaction.atomic
def start_draft(*, key: str, now: datetime) -> ProcessVersion:
    """A draft of the process as it is in force; one that is being worked on already is given back."""
    _designer()
    known = ProcessVersion.objects.filter(key=key, state=State.DRAFT).first()
    if known is not None:
        return known
    process = bodies.read(versions.in_force(key).body)
    return _draft(replace(process, version=versions.next_number(key)), now)


@transaction.atomic
def new_process(*, key: str, title: Mapping[str, str], like: str, now: datetime) -> ProcessVersion:
    """The first draft of a process of the bank's own, begun as a copy of another."""
    _designer()
    if not bodies.PROCESS_KEY.match(key):
        raise InvalidError("small letters, digits and -", fields={"key": "invalid"})
    if ProcessVersion.objects.filter(key=key).exists() or library.has(key):
        raise ConflictError(f"there is a process {key}", code="process_exists")
    model = bodies.read(versions.in_force(like).body)
    body = bodies.body(replace(model, key=key, version=1)) | {"title": dict(title)}
    return _draft(bodies.read(body), now)


@transaction.atomic
def save_draft(*, process_id: UUID, body: Mapping[str, Any], expected_sha256: str) -> ProcessVersion:
    """Write a draft's new body. It may still have problems; its shape must be right (InvalidError).

    ``expected_sha256``: what the caller saw; ConflictError when somebody else changed it since.
    """
    row = _locked(process_id)
    if row.state != State.DRAFT:
        raise ConflictError("only a draft can be changed", code="not_a_draft")
    if row.sha256 != expected_sha256:
        raise ConflictError("the draft was changed in the meantime", code="lost_race")
    process = bodies.read({**body, "key": row.key, "version": row.number})
    row.body = bodies.body(process)
    row.sha256 = bodies.fingerprint(row.body)
    row.save(update_fields=["body", "sha256"])
    return row


@transaction.atomic
def take_draft(*, key: str, body: Mapping[str, Any], now: datetime) -> ProcessVersion:
    """Make a file's process the draft of ``key``, whatever it was called where it comes from."""
    row = start_draft(key=key, now=now)
    return save_draft(process_id=row.pk, body=body, expected_sha256=row.sha256)


@transaction.atomic
def drop_draft(*, process_id: UUID) -> None:
    """Throw a draft away."""
    row = _locked(process_id)
    if row.state != State.DRAFT:
        raise ConflictError("only a draft can be thrown away", code="not_a_draft")
    _record(row, "dropped")
    row.delete()


@transaction.atomic
def publish(*, process_id: UUID, expected_sha256: str, now: datetime) -> ProcessVersion:
    """Put a draft in force for new applications; running ones keep theirs. Publishing twice is once.

    InvalidError with every problem as text while it has any; ConflictError when nothing differs.
    """
    row = _locked(process_id)
    if row.state == State.PUBLISHED:
        return row
    if row.sha256 != expected_sha256:
        raise ConflictError("the draft was changed in the meantime", code="lost_race")
    found = library.problems(bodies.read(row.body))
    if found:
        raise InvalidError("; ".join(map(str, found)), code="process_invalid")
    before = versions.general(row.key).filter(state=State.PUBLISHED).order_by("-number").first()
    if before is not None and before.sha256 == row.sha256:
        raise ConflictError("it says what the version in force says", code="nothing_changed")
    row.state, row.published_at, row.published_by_id = State.PUBLISHED, now, actors.current().id
    row.save(update_fields=["state", "published_at", "published_by"])
    _record(row, "published")
    _derive_again(row, now)
    return row


@transaction.atomic
def insert_stage(*, requisition_id: UUID, stage_key: str, before: str, why: str, now: datetime) -> Process:
    """Put a spare stage of the library in front of ``before`` for one opening, for applications from now on.

    Running applications keep their version. The same stage again is once. ConflictError when the opening's
    process has the stage anyway or no stage ``before``; NotFoundError when the library has no such stage.
    """
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.ADVANCE, requisition.unit_id)
    _lock_key(requisition.process_key)
    derived = versions.derived_for(requisition_id)
    if derived is not None and derived.key != requisition.process_key:
        derived = None  # the opening went that way once; what was put in there means nothing here
    insertions = list(derived.insertions) if derived else []
    if derived is not None and any(one["stage"] == stage_key for one in insertions):
        return bodies.read(derived.body)
    insertions.append({"stage": stage_key, "before": before})
    return _derive(requisition, insertions, why, now)


@transaction.atomic
def remove_stage(*, requisition_id: UUID, stage_key: str, why: str, now: datetime) -> Process:
    """Take a stage that was put in out again, for applications from now on. Without it, nothing happens."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.ADVANCE, requisition.unit_id)
    _lock_key(requisition.process_key)
    derived = versions.derived_for(requisition_id)
    if derived is None or all(one["stage"] != stage_key for one in derived.insertions):
        return versions.for_opening(requisition)
    left = [one for one in derived.insertions if one["stage"] != stage_key]
    return _derive(requisition, left, why, now)


def _derive(requisition: Any, insertions: list[dict[str, str]], why: str, now: datetime) -> Process:
    """Replace the opening's own version by one with these insertions, or by none."""
    process = bodies.read(versions.in_force(requisition.process_key).body)
    for one in insertions:
        process = rules.put_in(process, library.spare_stage(one["stage"]), one["before"])
    old = versions.derived_for(requisition.pk)
    if old is not None:
        old.state = State.RETIRED
        old.save(update_fields=["state"])
        _record(old, "retired", requisition.unit_id)
    if not insertions:
        return process
    process = replace(process, version=versions.next_number(process.key))
    row = _row(process, ProcessVersion.Origin.DERIVED, now)
    row.state, row.requisition_id, row.insertions = State.PUBLISHED, requisition.pk, insertions
    row.why, row.published_at, row.published_by_id = why[:200], now, row.made_by_id
    versions.write(row)
    _record(row, "derived", requisition.unit_id)
    return process


def _derive_again(published: ProcessVersion, now: datetime) -> None:
    """Openings with a stage put in get it in the new version too; where it no longer fits it falls away."""
    waiting = ProcessVersion.objects.filter(
        key=published.key, state=State.PUBLISHED, requisition__isnull=False
    )
    process = bodies.read(published.body)
    for row in list(waiting.select_related("requisition")):
        if row.requisition is None or row.requisition.process_key != published.key:
            continue  # the opening goes another way by now
        fitting = [
            one for one in row.insertions if process.has(one["before"]) and not process.has(one["stage"])
        ]
        _derive(row.requisition, fitting, row.why, now)


def _designer() -> None:
    """Head office designs, for the whole bank."""
    root = org.root()
    permissions.require(actors.current(), policies.DESIGN, root.pk if root else None)


def _draft(process: Process, now: datetime) -> ProcessVersion:
    row = _row(process, ProcessVersion.Origin.EDITED, now)
    row.state = State.DRAFT
    versions.write(row)
    _record(row, "drafted")
    return row


def _row(process: Process, origin: str, now: datetime) -> ProcessVersion:
    body, actor = bodies.body(process), actors.current()
    return ProcessVersion(
        key=process.key,
        number=process.version,
        origin=origin,
        body=body,
        sha256=bodies.fingerprint(body),
        made_by_id=actor.id if actor.kind == "user" else None,
        made_at=now,
    )


def _locked(process_id: UUID) -> ProcessVersion:
    _designer()
    row = ProcessVersion.objects.select_for_update(of=("self",)).filter(pk=process_id).first()
    if row is None or row.requisition_id is not None:
        raise NotFoundError("no such process version")
    return row


def _lock_key(key: str) -> None:
    """One after the other: two stages put in at once must not be two versions of the same number."""
    in_force = versions.in_force(key)
    ProcessVersion.objects.select_for_update(of=("self",)).get(pk=in_force.pk)


def _record(row: ProcessVersion, what: str, unit_id: UUID | None = None) -> None:
    """The audit line. Why a stage was put in stands in the row: the audit takes codes, not texts."""
    details: dict[str, Any] = {"key": row.key, "number": row.number, "sha256": row.sha256}
    if row.insertions:
        details["stages"] = [one["stage"] for one in row.insertions]
    root = org.root()
    audit.record(
        verb=f"hiring.pipeline.process.{what}",
        obj=("process_version", row.pk),
        unit_id=unit_id or (root.pk if root else None),
        details=details,
    )
