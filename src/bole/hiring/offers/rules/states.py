"""What may happen to an offer, and when it runs out. Pure."""

from datetime import datetime, timedelta

from bole.kernel.errors import ConflictError

PREPARING, OPEN, ASKED = "preparing", "open", "asked"
SIGNED, DECLINED, WITHDRAWN, EXPIRED = "signed", "declined", "withdrawn", "expired"
LIVE = frozenset({PREPARING, OPEN, ASKED})
ENDED = frozenset({SIGNED, DECLINED, WITHDRAWN, EXPIRED})
WITH_CANDIDATE = frozenset({OPEN, ASKED})
_MOVES = {
    PREPARING: {OPEN, WITHDRAWN},
    OPEN: {OPEN, ASKED, SIGNED, DECLINED, WITHDRAWN, EXPIRED},
    ASKED: {OPEN, DECLINED, WITHDRAWN},
    EXPIRED: {OPEN, WITHDRAWN},  # the bank may open it again, with a new deadline
}
REMIND_BEFORE = timedelta(hours=24)
LEAST_LEFT = timedelta(hours=24)  # after the bank's answer, however late the question came
LONGEST_LIFE = timedelta(days=30)
MOST_ASKED = 10  # requests for changes to one offer


def move(state: str, to: str) -> str:
    """The new state; ConflictError ``offer_ended`` or ``wrong_state``."""
    if to in _MOVES.get(state, set()):
        return to
    code = "offer_ended" if state in ENDED else "wrong_state"
    raise ConflictError(f"an offer that is {state} cannot become {to}", code=code)


def check_open(state: str, expires_at: datetime | None, now: datetime) -> None:
    """ConflictError unless the candidate can sign at this moment: ``offer_expired`` to the second."""
    if state == EXPIRED or (state == OPEN and expires_at is not None and now >= expires_at):
        raise ConflictError("the offer has run out", code="offer_expired")
    move(state, SIGNED)


def remind_at(sent_at: datetime, expires_at: datetime) -> datetime | None:
    """A day before the end; None when the whole time is shorter than two days (one mail has just gone)."""
    return expires_at - REMIND_BEFORE if expires_at - sent_at >= 2 * REMIND_BEFORE else None


def expiry_after_answer(expires_at: datetime, asked_at: datetime, now: datetime) -> datetime:
    """What was left when the candidate asked is left again; never less than a day."""
    return now + max(expires_at - asked_at, LEAST_LEFT)
