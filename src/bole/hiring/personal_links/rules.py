"""When a code may be sent and tried. Pure: every moment is an argument, every refusal a code for a page."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bole.kernel.errors import ConflictError

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODE_TRIES_PER_DAY = 25
CODE_PAUSE = timedelta(seconds=60)  # between two codes
CODES_PER_HOUR = 5


def check_send(sent_at: Collection[datetime], now: datetime) -> None:
    """A code a minute, five an hour."""
    if any(now - moment < CODE_PAUSE for moment in sent_at):
        raise ConflictError("a code was sent a moment ago", code="code_throttled")
    if sum(1 for moment in sent_at if now - moment < timedelta(hours=1)) >= CODES_PER_HOUR:
        raise ConflictError("too many codes were sent", code="code_throttled")


def check_day(tries: int) -> None:
    """One door stands so many guesses a day, of whichever codes: one in 40,000 hits."""
    if tries >= CODE_TRIES_PER_DAY:
        raise ConflictError("too many codes were tried today", code="too_many_attempts")


def check_code(*, expires_at: datetime, tries: int, used: bool, now: datetime) -> None:
    """Whether a code may be tried at all."""
    if used or now >= expires_at:
        raise ConflictError("the code is no longer valid", code="code_expired")
    if tries >= CODE_TRIES:
        raise ConflictError("the code was tried too often", code="code_used_up")
