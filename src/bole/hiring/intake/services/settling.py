"""One file of a batch becomes a candidate's résumé, or says why not."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.files import queries as file_queries
from bole.hiring.candidates import queries as known
from bole.hiring.candidates import services as candidates
from bole.hiring.intake import rules
from bole.hiring.intake.models import Item
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, InvalidError

State = Item.State


def settle(item: Item, now: datetime) -> None:
    """Read a waiting file (outside any transaction) and settle it; a second time does nothing."""
    if item.file_id is None:
        return
    found = candidates.read_content(unit_id=item.unit_id, file_id=item.file_id, sha256=item.sha256, now=now)
    code = candidates.error_of(found)
    who = rules.Identity("", "", "") if isinstance(found, str) else rules.identity(found.body)
    with transaction.atomic():
        row = _locked(item.pk, State.WAITING)
        if row is None:
            return
        if code:
            _end(row, State.UNREADABLE, code, now)
        else:
            _enter(row, who, now)


def complete(item: Item, who: rules.Identity, now: datetime) -> Item:
    """Settle a file that lacks a name or an address, or cannot be read, with what a person typed."""
    known.check_contact(name=who.name, phone=who.phone, email=who.email)
    with transaction.atomic():
        row = _locked(item.pk, State.INCOMPLETE, State.UNREADABLE)
        if row is None:
            raise ConflictError("this file was settled already", code="lost_race")
        _enter(row, who, now)
        return row


def _enter(row: Item, who: rules.Identity, now: datetime) -> None:
    who = _usable(who)
    if not who.whole:
        _end(row, State.INCOMPLETE, "contact_missing" if who.name else "name_missing", now)
        return
    candidate, new = candidates.enter(
        unit_id=row.unit_id,
        name=who.name,
        phone=who.phone,
        email=who.email,
        source=row.batch.source,
        as_of=row.batch.created_at,
        now=now,
    )
    resume = candidates.add_resume(
        candidate_id=candidate.pk,
        stored=file_queries.stored_file(UUID(str(row.file_id))),
        name=row.name,
        source=row.batch.source,
        as_of=row.batch.created_at,
        now=now,
    )
    row.candidate_id, row.file_id = candidate.pk, resume.file_id
    doubtful = new and any(one.state == "open" for one in known.duplicates_of(candidate.pk))
    state = State.DUPLICATE if doubtful else State.MADE if new else State.KNOWN
    _end(row, state, _apply(row, now), now)


def _apply(row: Item, now: datetime) -> str:
    """Enter the person for the batch's opening; the code of why not."""
    if row.batch.requisition_id is None or row.candidate_id is None:
        return ""
    try:
        pipeline.apply(candidate_id=row.candidate_id, requisition_id=row.batch.requisition_id, now=now)
    except ConflictError as error:
        return str(error.code)
    return ""


def _usable(who: rules.Identity) -> rules.Identity:
    """Without a number or an address no mail could ever reach: what a parser reads may be cut short."""
    for phone, email in ((who.phone, who.email), (who.phone, ""), ("", who.email)):
        try:
            known.check_contact(name=who.name, phone=phone, email=email)
        except InvalidError:
            continue
        return rules.Identity(who.name, phone, email)
    return rules.Identity(who.name, "", "")


def _end(row: Item, state: str, reason: str, now: datetime) -> None:
    row.state, row.reason, row.settled_at = state, reason[:32], now
    row.save(update_fields=["state", "reason", "settled_at", "candidate_id", "file_id"])


def _locked(item_id: UUID, *states: str) -> Item | None:
    rows = Item.objects.select_for_update(of=("self",)).select_related("batch")
    return rows.filter(pk=item_id, state__in=states).first()
