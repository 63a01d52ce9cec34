"""Candidates' questions: what may be asked, when an answer is due, which steps follow each other."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from bole.kernel.errors import ConflictError, InvalidError

SHORTEST: Final = 2
LONGEST: Final = 500
LONGEST_ANSWER: Final = 2000
PER_HOUR: Final = 5
PER_DAY: Final = 15
UNMATCHED: Final = timedelta(minutes=2)  # without a worker that reads the FAQ a person gets the question
FARTHEST: Final = 60  # days looked ahead for a working one

# state → the states it may become
STEPS: Final = {
    "asked": frozenset({"suggested", "waiting"}),
    "suggested": frozenset({"waiting", "closed"}),
    "waiting": frozenset({"answered"}),
    "answered": frozenset({"waiting", "closed"}),
    "closed": frozenset[str](),
}


def move(state: str, to: str) -> str:
    """The new state, or ConflictError (``lost_race``) when that step does not follow."""
    if to not in STEPS[state]:
        raise ConflictError(f"a question that is {state} cannot become {to}", code="lost_race")
    return to


def clean(text: str, longest: int = LONGEST) -> str:
    """The text without control and invisible characters; InvalidError when it is empty or too long.

    Markup stays what was typed: every page and message escapes it.
    """
    kept = "".join(
        sign for sign in text.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign)[0] != "C"
    )
    lines = [" ".join(line.split()) for line in kept.strip().split("\n")]
    found = "\n".join(line for line in lines if line)
    if len(found) < SHORTEST:
        raise InvalidError("nothing was asked", code="question_empty", fields={"text": "required"})
    if len(found) > longest:
        raise InvalidError("too long", code="question_long", fields={"text": "too_long"})
    return found


def check_rate(asked_at: Sequence[datetime], now: datetime) -> None:
    """ConflictError (``too_many_questions``) when one person asks more than people do."""
    hour = sum(now - at < timedelta(hours=1) for at in asked_at)
    day = sum(now - at < timedelta(days=1) for at in asked_at)
    if hour >= PER_HOUR or day >= PER_DAY:
        raise ConflictError("too many questions in a short time", code="too_many_questions")


def due(
    asked_at: datetime,
    *,
    minutes: int,
    opens: time,
    closes: time,
    works: Callable[[date], bool],
) -> datetime:
    """The moment ``minutes`` of office time after ``asked_at``, which is in the bank's own zone.

    ``works`` says which dates are working days. Without a working day in two months the plain time counts.
    """
    left, at = timedelta(minutes=minutes), asked_at
    for _ in range(FARTHEST):
        start = max(at, at.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0))
        end = at.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0)
        if works(at.date()) and start < end:
            if start + left <= end:
                return start + left
            left -= end - start
        at = (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return asked_at + timedelta(minutes=minutes)


def reminder(asked_at: datetime, due_at: datetime) -> datetime:
    """Half of the time before it is due: enough is left to answer."""
    return asked_at + (due_at - asked_at) / 2
