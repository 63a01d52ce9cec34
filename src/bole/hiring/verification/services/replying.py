"""What the person does after being told: dispute a result, or say there is nothing to add."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.verification.models import Check, Dispute, Verification
from bole.hiring.verification.rules import deciding, machine
from bole.hiring.verification.services import settling, steps, telling
from bole.kernel.errors import ConflictError

State = Verification.State


@transaction.atomic
def dispute(*, check_id: UUID, text: str, now: datetime) -> Dispute:
    """This result is wrong. From now on the reply window stands still. One open dispute per check: the same
    click twice is one.

    ConflictError ``no_such_move`` when nothing was told, or the window is over.
    """
    check = steps.locked_check(check_id)
    found = steps.locked_for_candidate(check.verification_id)
    check.verification = found
    known = Dispute.objects.filter(check_of=check, upheld=None).first()
    if known is not None:
        return known
    if found.state not in {State.TOLD, State.DISPUTE}:
        raise ConflictError("nothing was told", code="no_such_move")
    if found.state == State.TOLD and found.reply_due_at is not None and now >= found.reply_due_at:
        raise ConflictError("the window is over", code="reply_over")
    words = deciding.text(text)
    steps.enter(check, "disputes", now)
    made = Dispute.objects.create(
        unit_id=check.unit_id, candidate_id=check.candidate_id, check_of=check, text=words, raised_at=now
    )
    if found.state == State.TOLD:
        found.state = machine.move_case(found.state, "disputes")
        settling.hold_reply_clock(found, now)
    found.replied_at = None
    found.save()
    telling.staff(found, "check-waiting", now, f"dispute {made.pk}")
    return made


@transaction.atomic
def nothing_to_add(*, verification_id: UUID, now: datetime) -> Verification:
    """The person waives the rest of the window. Twice is once."""
    found = steps.locked_for_candidate(verification_id)
    if found.state != State.TOLD:
        raise ConflictError("nothing was told, or a dispute is open", code="no_such_move")
    if found.replied_at is None:
        found.replied_at = now
        settling.stop_reply_clock(found)
        found.save(update_fields=["replied_at"])
        steps.note(found, "replied", now)
        telling.staff(found, "check-waiting", now, f"replied {now:%y%m%d%H%M}")
    return found


@transaction.atomic
def window_over(*, verification_id: UUID, now: datetime) -> bool:
    """The reply window ran out without a word: HR is told. Nothing is decided by the clock."""
    found = steps.locked(verification_id)
    if found.state != State.TOLD or found.reply_due_at is None or now < found.reply_due_at:
        return False
    steps.note(found, "window_over", now)
    telling.staff(found, "check-waiting", now, f"over {now:%y%m%d%H%M}")
    return True


@transaction.atomic
def doubts_due(*, verification_id: UUID, now: datetime) -> bool:
    """The to-verify list is late: its owner is told once."""
    found = steps.locked(verification_id)
    if found.settled_at is not None or not found.doubts.filter(resolution="").exists():
        return False
    steps.note(found, "doubts_late", now)
    telling.staff(found, "check-waiting", now, f"doubts {now:%y%m%d}")
    return True


def disputable(check: Check) -> bool:
    """Whether the person may say that this result is wrong."""
    return machine.may(check.state, "disputes")
