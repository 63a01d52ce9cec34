"""What the states of all checks make of the whole, and what a person may decide when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bole.hiring.verification.rules import machine, planning
from bole.kernel.errors import ConflictError, InvalidError

SETTLED_ITEMS = ("plausible", "proved", "not_relevant")  # resolutions of the to-verify list that settle it
RISKY_ITEM = "not_plausible"
RESOLUTIONS = (*SETTLED_ITEMS, RISKY_ITEM)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
LONGEST_TEXT = 2000


def standing(checks: Sequence[tuple[int, bool, str]], resolutions: Sequence[str]) -> str:
    """work, review or clear, of (order, gate, state) of all checks. ``resolutions``: of the to-verify list,
    empty for what is open.

    Whatever is open or a risk keeps it from being clear; nothing is ever clear for want of an answer. Checks
    that wait behind a gate which is not clear are a person's to decide, not work.
    """
    states = [state for _order, _gate, state in checks]
    if any(state in machine.BUSY for state in states) or planning.next_orders(checks):
        return machine.WORK
    if any(state not in machine.FINE for state in states):
        return machine.REVIEW
    if any(one not in SETTLED_ITEMS for one in resolutions):
        return machine.REVIEW
    return machine.CLEAR


def back_off(attempts: int, after: timedelta | None = None) -> timedelta:
    """How long to wait after so many failed attempts: doubling from a minute to four hours, and no less than
    the source asked for."""
    doubled = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(max(attempts - 1, 0), 12)))
    return max(doubled, after) if after else doubled


def check_may_end(
    reply_due_at: datetime | None, *, replied: bool, disputes_open: bool, now: datetime
) -> None:
    """An adverse end comes after the person was told and the window is over, or the person said there is
    nothing to add; never over an open dispute.

    ConflictError: ``not_told``, ``dispute_open``, ``reply_window``.
    """
    if disputes_open:
        raise ConflictError("a dispute is open", code="dispute_open")
    if reply_due_at is None and not replied:
        raise ConflictError("the person was not told", code="not_told")
    if not replied and reply_due_at is not None and now < reply_due_at:
        raise ConflictError("the person may still reply", code="reply_window")


def text(typed: str, *, needed: bool = True) -> str:
    """Trimmed words of a person; InvalidError (field ``text``) for none or too many."""
    found = typed.strip()
    if needed and not found:
        raise InvalidError("say why", fields={"text": "required"})
    if len(found) > LONGEST_TEXT:
        raise InvalidError("too long", fields={"text": "too_long"})
    return found
