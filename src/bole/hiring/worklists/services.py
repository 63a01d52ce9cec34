"""Saved views and runs over many applications."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bole.foundation import queue
from bole.foundation.access import permissions
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.messaging import services as messaging
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import services as interviews
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.policies import HOLD_REASONS
from bole.hiring.worklists import letters as letters  # the door of the page that writes one
from bole.hiring.worklists import policies, queries, rules
from bole.hiring.worklists.models import BulkItem, BulkRun, SavedView
from bole.hiring.worklists.rules import Chosen as Chosen  # the door of those who begin a run
from bole.kernel.errors import BoleError, ConflictError, DeniedError, NotFoundError

log = logging.getLogger(__name__)
WORK = "hiring.worklists.work"
SLICE = 100  # people per task: a long run lets other tasks of the queue through
TELL_EVERY = 10
MOST_VIEWS = 30
REASON = "decided_by_person"
MESSAGE_ABOUT = "bulk_item"


@transaction.atomic
def begin(
    *,
    actor: Actor,
    key: UUID,
    action: str,
    chosen: Sequence[Chosen],
    details: Mapping[str, str],
    now: datetime,
) -> BulkRun:
    """Begin a run; the same ``key`` again returns the run it began. NotFoundError if one of the applications
    is not the actor's to see, InvalidError if something is missing."""
    permissions.require(actor, policies.USE)
    known = BulkRun.objects.filter(begun_by_id=actor.id, key=key).first()
    if known is not None:
        return known
    wanted = rules.once_each(chosen)
    applications = _applications(actor, wanted)
    processes = {(one.process_key, one.process_version): one for one in applications.values()}
    lists = [pipeline_queries.reasons(pipeline_queries.process_of(one)) for one in processes.values()]
    reasons = frozenset(reason.key for each in lists for reason in each)
    rules.check(action, wanted, details, reasons, [code for code, _words in HOLD_REASONS])
    if action == "message":
        permissions.require(actor, policies.MESSAGE)
        letters.check(letters.read(details))
    run, made = BulkRun.objects.get_or_create(
        begun_by_id=actor.id,
        key=key,
        defaults={
            "unit_id": actor.unit_ids[0],
            "action": action,
            "details": rules.kept(action, details),
            "total": len(wanted),
            "created_at": now,
        },
    )
    if made:
        BulkItem.objects.bulk_create(
            BulkItem(
                run=run,
                unit_id=applications[one.application_id].unit_id,
                application_id=one.application_id,
                version=one.version,
                reason=one.reason,
            )
            for one in wanted
        )
        _record(run, "begun", {"action": action, "people": run.total})
        queue.defer(WORK, run_id=run.pk)
    return run


def work(*, run_id: UUID, now: datetime) -> bool:
    """Do a slice of a run as the person who began it. True when people are left for the next slice."""
    run = BulkRun.objects.filter(pk=run_id, state=BulkRun.State.RUNNING).first()
    if run is None:
        return False
    actor = access.actor_of_account(run.begun_by_id)
    waiting = run.items.filter(state=BulkItem.State.WAITING).order_by("pk").values_list("pk", flat=True)
    ids = list(waiting[: SLICE + 1])
    for number, item_id in enumerate(ids[:SLICE], start=1):
        _work_one(run, item_id, actor, now)
        if number % TELL_EVERY == 0:
            _tell(run)
    if len(ids) > SLICE:
        queue.defer(WORK, run_id=run.pk)
        return True
    _end(run, now)
    return False


def _work_one(run: BulkRun, item_id: UUID, actor: Actor | None, now: datetime) -> None:
    """One person, one transaction: the step and what became of it are written together or not at all."""
    with transaction.atomic():
        item = BulkItem.objects.select_for_update().filter(pk=item_id, state=BulkItem.State.WAITING).first()
        if item is None:
            return
        code = _tried(run, item, actor, now)
        item.state = BulkItem.State.FAILED if code else BulkItem.State.DONE
        item.code, item.ended_at = code, now
        item.save(update_fields=["state", "code", "ended_at"])
        one_more = {"failed": F("failed") + 1} if code else {"done": F("done") + 1}
        BulkRun.objects.filter(pk=run.pk).update(**one_more)


def _tried(run: BulkRun, item: BulkItem, actor: Actor | None, now: datetime) -> str:
    """The code of the refusal, or nothing. An unforeseen fault of one person's row holds up nobody else."""
    try:
        if actor is None:
            raise DeniedError("the account is closed")
        with transaction.atomic(), acting_as(actor):
            ACTIONS[run.action](run, item, actor, now)
    except BoleError as error:
        return error.code[:40]
    except Exception:
        log.exception("bulk %s: an entry failed unforeseen", run.action)
        return "unexpected"
    return ""


def _advance(run: BulkRun, item: BulkItem, actor: Actor, now: datetime) -> None:
    pipeline.advance(
        application_id=item.application_id,
        to=run.details["to"],
        actor=actor,
        reason=REASON,
        expected_version=item.version,
        now=now,
    )


def _decline(_run: BulkRun, item: BulkItem, actor: Actor, now: datetime) -> None:
    pipeline.decline(
        application_id=item.application_id,
        actor=actor,
        reason=item.reason,
        expected_version=item.version,
        now=now,
    )


def _invite(run: BulkRun, item: BulkItem, _actor: Actor, now: datetime) -> None:
    if pipeline_queries.get(item.application_id).version != item.version:
        raise ConflictError("the application was moved in the meantime", code="lost_race")
    interviews.invite(
        application_id=item.application_id,
        opens_at=now,
        closes_at=now + timedelta(days=int(run.details["days"])),
        now=now,
    )


def _hold(run: BulkRun, item: BulkItem, actor: Actor, now: datetime) -> None:
    until = run.details.get("until")
    pipeline.hold(
        application_id=item.application_id,
        actor=actor,
        reason=run.details["reason"],
        expected_version=item.version,
        until=datetime.fromisoformat(until) if until else None,
        now=now,
    )


def _message(run: BulkRun, item: BulkItem, _actor: Actor, now: datetime) -> None:
    """Into the outbox, once per person and run; quiet hours, refusals and ways are the outbox's."""
    application, letter = pipeline_queries.get(item.application_id), letters.read(run.details)
    if application.version != item.version and pipeline_queries.is_closed(application):
        raise ConflictError("it ended after somebody was chosen", code="already_closed")
    contact = candidates.contact(application.candidate_id)
    phone = contact.phone if letters.by_phone(letter) else ""
    language = letter.language_for(contact.language)
    messaging.send(
        template=letter.template,
        to=messaging.Addresses(mail=contact.email, phone=phone),
        language=language,
        context=letters.context(letter, application, contact.name, language),
        unit_id=application.unit_id,
        about=(MESSAGE_ABOUT, item.pk),
        candidate_id=application.candidate_id,
        batch_id=run.pk,
        now=now,
    )


ACTIONS = {"advance": _advance, "decline": _decline, "hold": _hold, "invite": _invite, "message": _message}


def _end(run: BulkRun, now: datetime) -> None:
    with transaction.atomic():
        ended = BulkRun.objects.filter(pk=run.pk, state=BulkRun.State.RUNNING)
        if ended.update(state=BulkRun.State.DONE, ended_at=now):
            run.refresh_from_db()
            _record(run, "ended", {"action": run.action, "done": run.done, "failed": run.failed})
        _tell(run)


@transaction.atomic
def save_view(*, actor: Actor, title: str, query: str, shared: bool, now: datetime) -> SavedView:
    """Keep filters under a title; the same title again replaces them. What was searched for is left out: it
    is somebody's name, number or address, and would outlive his erasure."""
    permissions.require(actor, policies.USE)
    title = title.strip()[:60]
    mine = SavedView.objects.filter(owner_id=actor.id)
    if mine.exclude(title=title).count() >= MOST_VIEWS:
        raise ConflictError(f"no more than {MOST_VIEWS} views", code="too_many_views")
    view, _ = SavedView.objects.update_or_create(
        owner_id=actor.id,
        title=title,
        defaults={
            "query": rules.without_search(query),
            "shared": shared,
            "unit_id": actor.unit_ids[0],
            "created_at": now,
        },
    )
    audit.record(verb="hiring.worklists.view.saved", obj=("view", view.pk), unit_id=view.unit_id)
    return view


@transaction.atomic
def share_view(*, actor: Actor, view_id: UUID, shared: bool) -> SavedView:
    """Let the branch see a view of one's own, or no longer."""
    view = _own(actor, view_id)
    view.shared = shared
    view.save(update_fields=["shared"])
    details = {"shared": shared}
    audit.record(
        verb="hiring.worklists.view.shared", obj=("view", view.pk), unit_id=view.unit_id, details=details
    )
    return view


@transaction.atomic
def forget_view(*, actor: Actor, view_id: UUID) -> None:
    """Remove a view of one's own."""
    view = _own(actor, view_id)
    audit.record(verb="hiring.worklists.view.forgotten", obj=("view", view.pk), unit_id=view.unit_id)
    view.delete()


def _own(actor: Actor, view_id: UUID) -> SavedView:
    permissions.require(actor, policies.USE)
    view = queries.views_of(actor).filter(owner_id=actor.id, pk=view_id).first()
    if view is None:
        raise NotFoundError("no such view")
    return view


def _applications(actor: Actor, chosen: Sequence[Chosen]) -> dict[UUID, Any]:
    wanted = [one.application_id for one in chosen]
    rows = pipeline_queries.visible_to(actor).select_related(None).filter(pk__in=wanted)
    found = {one.pk: one for one in rows}
    if len(found) != len(wanted):
        raise NotFoundError("no such application")
    return found


def _tell(run: BulkRun) -> None:
    live.notify("bulk", run.pk, run.unit_id)


def _record(run: BulkRun, what: str, details: dict[str, Any]) -> None:
    verb = f"hiring.worklists.bulk.{what}"
    audit.record(verb=verb, obj=("bulk", run.pk), unit_id=run.unit_id, details=details)
