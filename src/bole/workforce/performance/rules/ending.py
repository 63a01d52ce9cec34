"""Ending on probation: only for a listed reason with its article, its papers, and in its time.

劳动合同法 §21: on probation the employer ends only under §39 or §40 (1)–(2), and tells the employee why. §43:
the union is told before. What is here checks form; whether a reason holds is for counsel and a court.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from bole.kernel.errors import ConflictError, InvalidError

SHORTEST_REASON = 20  # characters: §21 asks for reasons, not for a word


@dataclass(frozen=True, slots=True)
class Paper:
    """A document an ending rests on. ``made``: the program typesets it, else somebody uploads it."""

    key: str
    label: dict[str, str]
    made: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground with its article. ``notice_days``: how long before its effect it is told (0: at once);
    ``pay``: economic compensation follows (§46)."""

    key: str
    article: str
    label: dict[str, str]
    text: dict[str, str]
    papers: tuple[Paper, ...]
    notice_days: int
    pay: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """What is proposed: the reason's papers that lie there, the words, the last day of work."""

    reason: Reason
    words: str
    papers: Collection[str]
    last_day: date


def check(asked: Ending, *, today: date, ends_on: date) -> None:
    """InvalidError (``reason_too_short``, ``papers_missing``, ``notice_too_short``, ``last_day_past``) or
    ConflictError (``probation_over``)."""
    if today > ends_on:
        raise ConflictError("the probation is over", code="probation_over")
    if len(asked.words.strip()) < SHORTEST_REASON:
        raise InvalidError("say why (§21)", code="reason_too_short", fields={"words": "too_short"})
    if asked.last_day < today:
        raise InvalidError("in the past", code="last_day_past", fields={"last_day": "past"})
    if asked.last_day < today + timedelta(days=asked.reason.notice_days):
        raise InvalidError("notice (§40)", code="notice_too_short", fields={"last_day": "notice"})
    lacking = [one.key for one in asked.reason.papers if not one.made and one.key not in asked.papers]
    if lacking:
        raise InvalidError("papers", code="papers_missing", fields=dict.fromkeys(lacking, "required"))
