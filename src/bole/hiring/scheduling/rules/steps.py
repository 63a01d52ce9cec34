"""What may follow what, how often and how late something may be moved, and when people are reminded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bole.kernel.errors import ConflictError, InvalidError

# state → the states it may become
STEPS: Final = {
    "planned": frozenset({"planned", "offered", "cancelled"}),
    "offered": frozenset({"offered", "confirmed", "cancelled"}),
    "confirmed": frozenset({"confirmed", "cancelled", "missed"}),
    "missed": frozenset({"planned", "offered", "cancelled"}),
    "cancelled": frozenset[str](),
}
OPEN: Final = ("planned", "offered", "confirmed", "missed")

SHORTEST, LONGEST = 15, 240  # minutes
MOST_SLOTS: Final = 12
FEW: Final = 3  # fewer times than these are no choice
AHEAD: Final = timedelta(hours=2)  # nobody is asked to come within less
CANDIDATE_MOVES, STAFF_MOVES = 2, 5
CANDIDATE_LATEST: Final = timedelta(hours=12)  # before the beginning
STAFF_LATEST: Final = timedelta(hours=1)
WAITED: Final = timedelta(minutes=10)  # after the beginning, before somebody counts as not come
MARKED_UNTIL: Final = timedelta(days=3)
REMINDERS: Final = {"day": timedelta(hours=24), "hour": timedelta(hours=1)}
UNPICKED: Final = timedelta(hours=24)  # then the candidate is asked again, once

STAFF_REASONS: Final = ("interviewer_away", "room_away", "candidate_asked", "opening_closed", "other")
CANDIDATE_REASONS: Final = ("cannot_come", "other_offer", "not_wanted", "other")


def move(state: str, to: str) -> str:
    """The new state, or ConflictError (``appointment_state``) when that step does not follow."""
    if to not in STEPS[state]:
        raise ConflictError(f"an appointment that is {state} cannot become {to}", code="appointment_state")
    return to


def check_length(minutes: int) -> int:
    """Minutes an appointment may last; InvalidError (``bad_length``) outside 15–240."""
    if not SHORTEST <= minutes <= LONGEST:
        raise InvalidError("not a length", code="bad_length", fields={"minutes": "out_of_range"})
    return minutes


def check_move(*, by_candidate: bool, moves: int, starts_at: datetime, now: datetime) -> None:
    """ConflictError ``moved_too_often`` or ``moved_too_late``. Each side has its own count."""
    most, latest = (CANDIDATE_MOVES, CANDIDATE_LATEST) if by_candidate else (STAFF_MOVES, STAFF_LATEST)
    if moves >= most:
        raise ConflictError("moved too often", code="moved_too_often")
    if starts_at - now < latest:
        raise ConflictError("too late to move", code="moved_too_late")


def may_move(*, by_candidate: bool, moves: int, starts_at: datetime, now: datetime) -> bool:
    """Whether ``check_move`` lets it through; for a page that shows or hides a button."""
    try:
        check_move(by_candidate=by_candidate, moves=moves, starts_at=starts_at, now=now)
    except ConflictError:
        return False
    return True


def check_missed(starts_at: datetime, now: datetime) -> None:
    """ConflictError ``too_early`` before people had time to come, ``too_late`` days afterwards."""
    if now < starts_at + WAITED:
        raise ConflictError("wait for the candidate", code="too_early")
    if now > starts_at + MARKED_UNTIL:
        raise ConflictError("that is too long ago", code="too_late")


def may_mark(starts_at: datetime, now: datetime) -> bool:
    """Whether ``check_missed`` lets it through."""
    return starts_at + WAITED <= now <= starts_at + MARKED_UNTIL


def reminders(starts_at: datetime, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Which reminders are still to come, and when. One that would come at once says nothing new."""
    for key, before in REMINDERS.items():
        if starts_at - before > now:
            yield key, starts_at - before


def check_reason(reason: str, *, by_candidate: bool) -> str:
    """A code of the list; InvalidError for anything else."""
    if reason not in (CANDIDATE_REASONS if by_candidate else STAFF_REASONS):
        raise InvalidError("no such reason", fields={"reason": "unknown"})
    return reason
