"""Three employers within twelve months: a question about plans, never a score.

Counted are beginnings: the third of three different employers at most 365 days after the first. Internships
do not count, nor does a move within one group. Where a résumé prints months only, the flag says whether it is
certain or only possible.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bole.hiring.verification.rules.comparing import squash
from bole.kernel.periods import said

DAYS = 365
EMPLOYERS = 3
_STEM = re.compile(r"股份|有限|集团|分行|支行|分公司|子公司|营业部|营业厅|总部|总行|公司")
_SHORTEST = 3  # characters of a stem below which names are compared whole
_MOMENT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of a résumé. ``began``: the first and the last day it can have begun."""

    employer: str
    began: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Flag:
    """``certain``: by the dates as printed it cannot be otherwise; else it is possible."""

    certain: bool
    employers: tuple[str, ...]
    first: str
    last: str

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "certain": self.certain,
            "employers": list(self.employers),
            "first": self.first,
            "last": self.last,
        }


def jobs(work: Sequence[Mapping[str, Any]]) -> list[Job]:
    """Entries that count: no internships, nothing without an employer or a beginning; oldest first."""
    found = []
    for row in work:
        began = moment(str(row.get("start") or ""))
        if row.get("kind", "job") == "job" and row.get("employer") and began is not None:
            found.append(Job(str(row["employer"]), began))
    return sorted(found, key=lambda one: one.began)


def moment(printed: str) -> tuple[date, date] | None:
    """The first and the last day a printed date can mean; None for nonsense."""
    match = _MOMENT.fullmatch(printed)
    if match is None:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        last = calendar.monthrange(year, int(month))[1]
        if day is None:
            return date(year, int(month), 1), date(year, int(month), last)
        return date(year, int(month), int(day)), date(year, int(month), int(day))
    except (ValueError, IndexError):
        return None


def same_group(one: str, other: str) -> bool:
    """Whether two names are of one group: the same stem before the first word that names a legal form or a
    branch, or one stem beginning with the other."""
    first, second = _stem(one), _stem(other)
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < _SHORTEST:
        return squash(one) == squash(other)
    return longer.startswith(shorter)


def flag(found: Sequence[Job]) -> Flag | None:
    """The closest three employers that began within ``DAYS`` days; None where there are none."""
    moves = _moves(found)
    best: Flag | None = None
    for index in range(len(moves) - EMPLOYERS + 1):
        three = moves[index : index + EMPLOYERS]
        if len({_stem(one.employer) or one.employer for one in three}) < EMPLOYERS:
            continue
        shortest = (three[-1].began[0] - three[0].began[1]).days
        longest = (three[-1].began[1] - three[0].began[0]).days
        if shortest > DAYS:
            continue
        certain = longest <= DAYS
        if best is None or (certain and not best.certain):
            names = tuple(one.employer for one in three)
            best = Flag(certain, names, str(three[0].began[0])[:7], str(three[-1].began[1])[:7])
    return best


def question(found: Flag) -> dict[str, str]:
    """What to ask about, in both languages. A talk about plans, nothing that scores."""
    zh = "、".join(found.employers)
    en = ", ".join(found.employers)
    since, until = ({key: said(month, key) for key in ("zh", "en")} for month in (found.first, found.last))
    return {
        "zh": f"{since['zh']}至 {until['zh']}之间先后入职{zh}。可以问：每次变动的原因是什么？"
        "接下来三到五年希望怎样发展，我们的岗位在其中是什么位置？",
        "en": f"Between {since['en']} and {until['en']}: {en}. You may ask what led to each move, what the "
        "next three to five years should look like, and where this post stands in them.",
    }


def _stem(name: str) -> str:
    whole = squash(re.sub(r"[(（][^)）]*[)）]", "", name))
    match = _STEM.search(whole)
    return whole[: match.start()] if match and match.start() else whole


def _moves(found: Sequence[Job]) -> list[Job]:
    """Beginnings at another group than the one before: a move within the group is none."""
    moves: list[Job] = []
    for one in found:
        if not moves or not same_group(moves[-1].employer, one.employer):
            moves.append(one)
    return moves
