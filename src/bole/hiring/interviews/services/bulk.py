"""Inviting many: prepare and look at the list, confirm once, stop, go on, throw away."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.messaging import services as messaging
from bole.hiring.interviews import bulk_rules, invitable, policies, rules
from bole.hiring.interviews.models import BulkEntry, BulkRun
from bole.hiring.interviews.services import inviting
from bole.hiring.interviews.services.bulk_entries import applicants, named
from bole.hiring.interviews.services.bulk_steps import go_on, record
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, NotFoundError

State, Entry = BulkRun.State, BulkEntry.State


@transaction.atomic
def prepare_bulk(
    *,
    requisition_id: UUID,
    opens_at: datetime,
    closes_at: datetime,
    stages: Sequence[str] = invitable.WHERE,
    words: Sequence[str] | None = None,
    application_ids: Sequence[UUID] | None = None,
    language: str = "",
    now: datetime,
) -> BulkRun:
    """A draft with everybody it would invite and what stands in the way of the others.

    Of one opening: its applicants in ``stages`` (of ``invitable.WHERE``), or those named by ``words``
    (numbers of files, telephone numbers, addresses), or these applications. InvalidError for a window in
    the past, nobody, or too many.
    """
    requisition = requisitions.get(requisition_id)
    person = permissions.require_person(policies.INVITE, requisition.unit_id)
    rules.check_window(opens_at, closes_at, now)
    inviting.check_notice(requisition.unit_id, opens_at, now)
    run = BulkRun.objects.create(
        unit_id=requisition.unit_id, requisition_id=requisition.pk, made_by_id=person, made_at=now,
        opens_at=opens_at, closes_at=closes_at, language=language if language in {"zh", "en"} else "",
    )  # fmt: skip
    applied = pipeline.visible_to(actors.current()).filter(requisition_id=requisition.pk)
    if words is not None:
        rows = named(run, words, applied)
    elif application_ids is not None:
        rows = applicants(run, applied.filter(pk__in=list(application_ids)))
    else:
        rows = applicants(run, applied.filter(invitable.standing(stages), outcome=""))
    bulk_rules.check_size(len(rows))
    BulkEntry.objects.bulk_create(rows, batch_size=1000)
    record(run, "prepared", entries=len(rows))
    return run


@transaction.atomic
def leave_out(*, entry_id: UUID, out: bool) -> BulkEntry:
    """Take somebody off the list of a draft, or back onto it."""
    entry = (
        BulkEntry.objects.select_related("run").select_for_update(of=("self",)).filter(pk=entry_id).first()
    )
    if entry is None:
        raise NotFoundError("no such entry")
    permissions.require(actors.current(), policies.INVITE, entry.unit_id)
    wanted, before = (Entry.LEFT_OUT, Entry.READY) if out else (Entry.READY, Entry.LEFT_OUT)
    if entry.run.state != State.DRAFT or entry.state not in {wanted, before}:
        raise ConflictError("the run was confirmed already", code="bulk_confirmed")
    entry.state = wanted
    entry.save(update_fields=["state"])
    return entry


@transaction.atomic
def confirm_bulk(*, run_id: UUID, expected: int, now: datetime) -> BulkRun:
    """Begin, once: of two clicks the second is a ConflictError (``bulk_confirmed``). ``expected`` is the
    number that was shown; ConflictError (``bulk_changed``) when it is another one by now."""
    run = _locked(run_id)
    person = permissions.require_person(policies.INVITE, run.unit_id)
    if run.state != State.DRAFT:
        raise ConflictError("this run was confirmed already", code="bulk_confirmed")
    ready = run.entries.filter(state=Entry.READY).count()
    if ready != expected:
        raise ConflictError("the list has changed", code="bulk_changed")
    if not ready:
        raise ConflictError("there is nobody to invite", code="bulk_empty")
    run.confirmed_by_id, run.confirmed_at = person, now
    go_on(run)
    record(run, "confirmed", entries=ready)
    return run


@transaction.atomic
def stop_bulk(*, run_id: UUID, now: datetime) -> int:
    """Invite nobody further and hold back what was not sent yet; gives how many messages that were."""
    run = _locked(run_id)
    permissions.require(actors.current(), policies.INVITE, run.unit_id)
    if run.state != State.RUNNING:
        raise ConflictError("this run is not going on", code="bulk_not_running")
    run.state, run.finished_at = State.STOPPED, now
    run.save(update_fields=["state", "finished_at"])
    stopped = messaging.stop_batch(batch_id=run.pk)
    record(run, "stopped", messages=stopped)
    return stopped


@transaction.atomic
def resume_bulk(*, run_id: UUID, now: datetime) -> BulkRun:
    """Go on after a stop; harmless for a run that is going on (nobody is taken twice)."""
    run = _locked(run_id)
    permissions.require(actors.current(), policies.INVITE, run.unit_id)
    if run.state not in {State.STOPPED, State.RUNNING}:
        raise ConflictError("this run is not open", code="bulk_not_running")
    go_on(run)
    resumed = messaging.resume_batch(batch_id=run.pk, now=now)
    record(run, "resumed", messages=resumed)
    return run


@transaction.atomic
def discard_bulk(*, run_id: UUID) -> None:
    """Throw a draft away."""
    run = _locked(run_id)
    permissions.require(actors.current(), policies.INVITE, run.unit_id)
    if run.state != State.DRAFT:
        raise ConflictError("this run was confirmed already", code="bulk_confirmed")
    record(run, "discarded")
    run.delete()


def _locked(run_id: UUID) -> BulkRun:
    run = BulkRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFoundError("no such run")
    return run
