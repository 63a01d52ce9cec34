"""Inviting many: prepare and look at the list, confirm once, work through it, stop, go on.

Each person is invited in a transaction of its own that also marks the entry, so a worker killed at any moment
leaves nobody invited twice and nobody forgotten: its task is started again and takes the next ready entry.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import queue
from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.messaging import queries as messages
from bole.foundation.messaging import services as messaging
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import bulk_rules, invitable, policies, rules
from bole.hiring.interviews.models import BulkEntry, BulkRun, Interview
from bole.hiring.interviews.services import inviting
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import BoleError, ConflictError, DeniedError, NotFoundError

log = logging.getLogger(__name__)
STEP = "hiring.interviews.bulk_step"
TOPIC = "bulk"
CHAINS = 2  # tasks that work on one run at the same time
AT_ONCE = 20  # invitations one task makes before it lets others have their turn
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
    actor = actors.current()
    permissions.require(actor, policies.INVITE, requisition.unit_id)
    if actor.kind != "user" or actor.id is None:
        raise DeniedError("a person invites")
    rules.check_window(opens_at, closes_at, now)
    inviting.check_notice(requisition.unit_id, opens_at, now)
    run = BulkRun.objects.create(
        unit_id=requisition.unit_id, requisition_id=requisition.pk, made_by_id=actor.id, made_at=now,
        opens_at=opens_at, closes_at=closes_at, language=language if language in {"zh", "en"} else "",
    )  # fmt: skip
    applied = pipeline.visible_to(actor).filter(requisition_id=requisition.pk)
    if words is not None:
        rows = _named(run, words, applied)
    elif application_ids is not None:
        rows = _applicants(run, applied.filter(pk__in=list(application_ids)))
    else:
        rows = _applicants(run, applied.filter(invitable.standing(stages), outcome=""))
    bulk_rules.check_size(len(rows))
    BulkEntry.objects.bulk_create(rows, batch_size=1000)
    _record(run, "prepared", entries=len(rows))
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
    actor = actors.current()
    permissions.require(actor, policies.INVITE, run.unit_id)
    if actor.kind != "user" or actor.id is None:
        raise DeniedError("a person invites")
    if run.state != State.DRAFT:
        raise ConflictError("this run was confirmed already", code="bulk_confirmed")
    ready = run.entries.filter(state=Entry.READY).count()
    if ready != expected:
        raise ConflictError("the list has changed", code="bulk_changed")
    if not ready:
        raise ConflictError("there is nobody to invite", code="bulk_empty")
    run.confirmed_by_id, run.confirmed_at = actor.id, now
    _go(run)
    _record(run, "confirmed", entries=ready)
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
    _record(run, "stopped", messages=stopped)
    return stopped


@transaction.atomic
def resume_bulk(*, run_id: UUID, now: datetime) -> BulkRun:
    """Go on after a stop; harmless for a run that is going on (nobody is taken twice)."""
    run = _locked(run_id)
    permissions.require(actors.current(), policies.INVITE, run.unit_id)
    if run.state not in {State.STOPPED, State.RUNNING}:
        raise ConflictError("this run is not open", code="bulk_not_running")
    _go(run)
    resumed = messaging.resume_batch(batch_id=run.pk, now=now)
    _record(run, "resumed", messages=resumed)
    return run


@transaction.atomic
def discard_bulk(*, run_id: UUID) -> None:
    """Throw a draft away."""
    run = _locked(run_id)
    permissions.require(actors.current(), policies.INVITE, run.unit_id)
    if run.state != State.DRAFT:
        raise ConflictError("this run was confirmed already", code="bulk_confirmed")
    _record(run, "discarded")
    run.delete()


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


def _go(run: BulkRun) -> None:
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
        _record(run, "done", invited=run.entries.filter(state=Entry.INVITED).count())


def _applicants(run: BulkRun, applications: Any) -> list[BulkEntry]:
    found = list(applications.order_by("stage_since", "pk")[: bulk_rules.MOST + 1])
    facts = _Facts([one.pk for one in found])
    return [_entry(run, number, one, facts) for number, one in enumerate(found, start=1)]


def _named(run: BulkRun, words: Sequence[str], applications: Any) -> list[BulkEntry]:
    """The persons named, each once; what finds nobody stays on the list as a problem."""
    people = candidates.found_by(words)
    by_person = {one.candidate_id: one for one in applications.filter(candidate_id__in=set(people.values()))}
    facts = _Facts([one.pk for one in by_person.values()])
    rows: list[BulkEntry] = []
    seen: set[UUID] = set()
    for word in words:
        key = people.get(word)
        application = by_person.get(key) if key else None
        if application is not None and application.pk not in seen:
            seen.add(application.pk)
            rows.append(_entry(run, len(rows) + 1, application, facts))
        elif application is None:
            why = "no_application" if key else "unknown"
            rows.append(_stranger(run, len(rows) + 1, word, key, why))
    return rows


class _Facts:
    """What is asked once for all applications of a list."""

    def __init__(self, application_ids: Iterable[UUID]) -> None:
        living = Interview.objects.filter(application_id__in=list(application_ids), state__in=inviting.LIVING)
        self.invited = set(living.values_list("application_id", flat=True))
        self.kinds = messages.address_kinds("invitation")


def _entry(run: BulkRun, ordinal: int, application: Any, facts: _Facts) -> BulkEntry:
    person = application.candidate
    known = {"mail": person.email, "phone": person.phone}
    why = bulk_rules.problem(
        bulk_rules.Standing(
            closed=bool(application.outcome) or pipeline.is_closed(application),
            invitable=invitable.is_before(application),
            invited=application.pk in facts.invited,
            reachable=any(known.get(kind) for kind in facts.kinds),
        )
    )
    return BulkEntry(
        unit_id=application.unit_id,
        run=run,
        ordinal=ordinal,
        asked_for=person.number,
        candidate_id=application.candidate_id,
        application_id=application.pk,
        state=Entry.PROBLEM if why else Entry.READY,
        problem=why,
    )


def _stranger(run: BulkRun, ordinal: int, word: str, candidate_id: UUID | None, why: str) -> BulkEntry:
    return BulkEntry(
        unit_id=run.unit_id,
        run=run,
        ordinal=ordinal,
        asked_for=bulk_rules.kept(word),
        candidate_id=candidate_id,
        state=Entry.PROBLEM,
        problem=why,
    )


def _locked(run_id: UUID) -> BulkRun:
    run = BulkRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFoundError("no such run")
    return run


def _record(run: BulkRun, what: str, **details: Any) -> None:
    audit.record(
        verb=f"hiring.interviews.bulk.{what}", obj=("bulk_run", run.pk), unit_id=run.unit_id, details=details
    )
    live.notify(TOPIC, run.pk, run.unit_id)
