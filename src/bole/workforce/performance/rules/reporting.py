"""What an employee writes into a week's report, checked before it is kept."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bole.kernel.errors import ConflictError, InvalidError

LONGEST: Final = 2000
LONGEST_TASK: Final = 600
SHORTEST: Final = 10  # characters of a reason somebody else reads
MOST: Final = 1_000_000.0
KINDS: Final = frozenset({"count", "done", "text"})
RATINGS: Final = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Task:
    """What is due in a week. ``count``: a number against ``target``; ``done``: a tick; ``text``: words."""

    key: str
    kind: str
    target: float | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A checked report: ``figures`` task → {done, words}, and free ``words``."""

    figures: dict[str, dict[str, Any]]
    words: str


def check(tasks: Mapping[str, Task], figures: Mapping[str, Mapping[str, Any]], words: str) -> Filled:
    """InvalidError naming each field that cannot be kept: not a number, negative, endless, unknown task."""
    faults: dict[str, str] = {}
    kept: dict[str, dict[str, Any]] = {}
    for key, given in figures.items():
        if key not in tasks:
            faults[key] = "unknown"
            continue
        try:
            kept[key] = _line(tasks[key], given)
        except ValueError as error:
            faults[key] = str(error)
    if len(words) > LONGEST:
        faults["words"] = "too_long"
    if faults:
        raise InvalidError("the report cannot be kept like this", code="report_invalid", fields=faults)
    return Filled(kept, clean(words))


def check_complete(tasks: Mapping[str, Task], filled: Filled) -> None:
    """InvalidError naming every counted task without a figure: 0 is an answer, nothing is none."""
    empty = [
        key
        for key, task in tasks.items()
        if task.kind == "count" and filled.figures.get(key, {}).get("done") is None
    ]
    if empty:
        raise InvalidError(
            "figures are missing", code="report_incomplete", fields=dict.fromkeys(empty, "required")
        )


def check_week(number: int, current: int | None, weeks: int) -> None:
    """A week that is or was; InvalidError for one that has not begun."""
    if not 1 <= number <= weeks or (current is not None and number > current):
        raise InvalidError("that week has not begun", code="week_not_begun")


def check_open(state: str, *, reviewed: bool, number: int, reviewed_until: int) -> None:
    """ConflictError when the probation is settled, or the week was part of a review that was handed in:
    what a decision rests on does not change under it."""
    if state != "running":
        raise ConflictError("the probation is over", code="probation_over")
    if reviewed and number <= reviewed_until:
        raise ConflictError("the review rests on this week", code="week_reviewed")


def number_of(text: str) -> float | None:
    """What was typed as a figure; None for nothing. ValueError (``number``, ``range``)."""
    typed = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        raise ValueError("number") from None
    if not 0 <= value <= MOST:  # refuses nan, too
        raise ValueError("range")
    return round(value, 2)


def clean(text: str) -> str:
    """Without control and invisible characters; line breaks stay."""
    kept = "".join(
        sign for sign in text.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign)[0] != "C"
    )
    return kept.strip()


def _line(task: Task, given: Mapping[str, Any]) -> dict[str, Any]:
    words = clean(str(given.get("words") or ""))
    if len(words) > LONGEST_TASK:
        raise ValueError("too_long")
    raw = given.get("done")
    if task.kind == "count":
        return {"done": number_of("" if raw is None else str(raw)), "words": words}
    if task.kind == "done":
        return {"done": 1.0 if raw in (True, 1, 1.0, "1", "on", "yes") else 0.0, "words": words}
    return {"done": None, "words": words}
