"""The person decides item by item. Nothing is sent before, and what was sent stops when he takes it back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import queue
from bole.foundation.privacy import services as privacy
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.verification import consents
from bole.hiring.verification.models import Check, Doubt, Verification
from bole.hiring.verification.rules import deciding, id_number, machine
from bole.hiring.verification.services import steps, working
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

State = Verification.State


@transaction.atomic
def decide(
    *,
    verification_id: UUID,
    decisions: Mapping[str, bool],
    shown: Mapping[str, str],
    language: str,
    number: str,
    now: datetime,
) -> Verification:
    """Write the person's decisions down, one per kind, with the hash of the words he saw, and begin.

    InvalidError by field for a missing decision or number; ConflictError ``words_changed`` when other words
    were shown than stand now. Deciding twice changes nothing.
    """
    found = steps.locked_for_candidate(verification_id)
    if found.state != State.CONSENT:
        return found
    checks = list(found.checks.all())
    items = consents.items(found, checks, language)
    _check_complete(items, decisions, shown)
    if any(decisions[one.kind] and one.needs_number for one in items):
        found.id_number = id_number.check(number, bank_time.today(now))
    for item in items:
        _write_down(found, item.kind, decisions[item.kind], language, now)
    found.state, found.consented_at = machine.move_case(found.state, "agreed"), now
    found.save()
    timers.cancel(kind=steps.CONSENT_DUE, key=str(found.pk))
    steps.note(found, "consented", now, granted=sum(decisions[one.kind] for one in items), asked=len(items))
    for check in checks:
        check.verification = found
        if not decisions[check.kind]:
            check.code = "refused"
            steps.enter(check, "by_hand", now, code="refused")
    working.go_on(found, now)
    return found


def _check_complete(
    items: list[consents.Item], decisions: Mapping[str, bool], shown: Mapping[str, str]
) -> None:
    missing = {item.kind: "required" for item in items if item.kind not in decisions}
    if missing:
        raise InvalidError("every item needs a decision", fields=missing)
    if any(shown.get(item.kind) != item.sha256 for item in items):
        raise ConflictError("the words have changed since", code="words_changed")


def _write_down(found: Verification, kind: str, granted: bool, language: str, now: datetime) -> None:
    words = consents.wording(found, kind)
    privacy.give_consent(
        candidate_id=found.candidate_id,
        unit_id=found.unit_id,
        about_id=found.pk,
        granted=granted,
        wording=consents.as_shown(words, language),
        language=language,
        now=now,
    )


@transaction.atomic
def withdraw(*, verification_id: UUID, kind: str, now: datetime) -> int:
    """The person takes one consent back. The event stops what runs (``stop_kind``). Twice is once."""
    found = steps.locked_for_candidate(verification_id)
    if kind not in {one.kind for one in found.checks.all()}:
        raise InvalidError("nothing of that kind was asked", fields={"kind": "unknown"})
    purpose = consents.purpose(kind)
    return privacy.withdraw_consent(
        candidate_id=found.candidate_id, purpose=purpose, about_id=found.pk, now=now
    )


@transaction.atomic
def stop_kind(*, candidate_id: UUID, purpose: str, about_id: UUID | None, now: datetime) -> int:
    """A consent was taken back: checks of that kind that are not answered go to papers instead; the source is
    told to stop. What was answered lawfully before stays until its time is over. Gives how many stopped."""
    rows = Check.objects.filter(
        candidate_id=candidate_id,
        kind=purpose.removeprefix("check_"),
        state__in=(machine.PENDING, *machine.SENT),
        verification__settled_at=None,
    )
    rows = rows.filter(verification_id=about_id) if about_id else rows
    stopped = 0
    for pk in list(rows.values_list("pk", flat=True)):
        check = steps.locked_check(pk)
        if not machine.may(check.state, "by_hand"):
            continue
        cancel_at_source(check)
        check.code = "withdrawn"
        steps.enter(check, "by_hand", now, code="withdrawn")
        stopped += 1
        working.go_on(check.verification, now)
    return stopped


def cancel_at_source(check: Check) -> None:
    """Tell the source to stop looking, where it was asked."""
    if check.foreign_id and check.state in machine.SENT:
        queue.defer(steps.CANCEL, check_id=check.pk, unit_id=check.unit_id)


@transaction.atomic
def explain(*, doubt_id: UUID, text: str, now: datetime) -> Doubt:
    """The person says what a gap or a missing date is about. HR settles it."""
    known = Doubt.objects.filter(pk=doubt_id).values_list("verification_id", flat=True).first()
    if known is None:
        raise NotFoundError("no such line")
    found = steps.locked_for_candidate(known)
    doubt = Doubt.objects.select_for_update().get(pk=doubt_id)
    if found.settled_at is not None or doubt.resolution:
        raise ConflictError("this is settled", code="settled")
    doubt.said, doubt.said_at = deciding.text(text), now
    doubt.save(update_fields=["said", "said_at"])
    steps.note(found, "explained", now, position=doubt.position)
    return doubt
