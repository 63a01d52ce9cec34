"""Working through a confirmed list.

Each person is invited in a transaction of its own that also marks the entry, so a worker killed at any moment
leaves nobody invited twice and nobody forgotten: its task is started again and takes the next ready entry.
"""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import queue
from bole.foundation.access import actors
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.interviews.models import BulkEntry, BulkRun, Interview
from bole.hiring.interviews.services import inviting
from bole.kernel.errors import BoleError, DeniedError

log = logging.getLogger(__name__)
STEP = "hiring.interviews.bulk_step"
TOPIC = "bulk"
CHAINS = 2  # tasks that work on one run at the same time
AT_ONCE = 20  # invitations one task makes before it lets others have their turn
State, Entry = BulkRun.State, BulkEntry.State


def step_bulk(*, run_id: UUID, chain: int, now: datetime) -> int:
    """Invite the next AT_ONCE people in the name of whoever confirmed; gives how many were taken up."""
    run = BulkRun.objects.filter(pk=run_id, state=State.RUNNING).first()
    if run is None:
        return 0
    actor = access.actor_of_account(run.confirmed_by_id) if run.confirmed_by_id else None
    taken = 0
    while taken < AT_ONCE and _next(run, actor, now):
        taken += 1
    with transaction.atomic():
        if taken == AT_ONCE:
            _defer(run, chain)
        elif not run.entries.filter(state=Entry.READY).exists():
            _finish(run, now)
    return taken


def _next(run: BulkRun, actor: actors.Actor | None, now: datetime) -> bool:
    """One person, in one transaction; False when nobody is left (or others have them) or the run stopped."""
    with transaction.atomic():
        if not BulkRun.objects.filter(pk=run.pk, state=State.RUNNING).exists():
            return False
        waiting = BulkEntry.objects.select_for_update(skip_locked=True, of=("self",))
        entry = waiting.filter(run=run, state=Entry.READY).order_by("ordinal").first()
        if entry is None:
            return False
        try:
            with transaction.atomic():
                entry.interview = _invite(run, entry, actor, now)
                entry.state = Entry.INVITED
        except BoleError as error:
            entry.state, entry.problem, entry.interview = Entry.FAILED, error.code[:40], None
        except Exception:
            log.exception("bulk invitation: an entry failed unforeseen")
            entry.state, entry.problem, entry.interview = Entry.FAILED, "unexpected", None
        entry.done_at = now
        entry.save(update_fields=["state", "problem", "interview", "done_at"])
        live.notify(TOPIC, run.pk, run.unit_id)
    return True


def _invite(run: BulkRun, entry: BulkEntry, actor: actors.Actor | None, now: datetime) -> Interview:
    if actor is None or entry.application_id is None:
        raise DeniedError("who confirmed this run may not invite any more", code="no_account")
    with actors.acting_as(actor):
        interview, _token = inviting.invite(
            application_id=entry.application_id,
            opens_at=run.opens_at,
            closes_at=run.closes_at,
            language=run.language or None,
            batch_id=run.pk,
            now=now,
        )
    return interview


def go_on(run: BulkRun) -> None:
    """Let the chains run."""
    run.state, run.finished_at = State.RUNNING, None
    run.save(update_fields=["state", "finished_at", "confirmed_by", "confirmed_at"])
    for chain in range(CHAINS):
        _defer(run, chain)
    live.notify(TOPIC, run.pk, run.unit_id)


def _defer(run: BulkRun, chain: int) -> None:
    """At most one waiting task per chain, however often somebody asks to go on."""
    queue.defer(STEP, queueing_lock=f"bulk {run.pk} {chain}", run_id=run.pk, chain=chain, unit_id=run.unit_id)


def _finish(run: BulkRun, now: datetime) -> None:
    done = BulkRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.DONE, finished_at=now)
    if done:
        record(run, "done", invited=run.entries.filter(state=Entry.INVITED).count())


def record(run: BulkRun, what: str, **details: Any) -> None:
    """One line of the trail; open pages read again."""
    audit.record(
        verb=f"hiring.interviews.bulk.{what}", obj=("bulk_run", run.pk), unit_id=run.unit_id, details=details
    )
    live.notify(TOPIC, run.pk, run.unit_id)
