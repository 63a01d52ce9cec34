"""Résumé and source side by side: what is the same, what differs, what the source does not say.

Months may be one off (a term begins at the end of August or in September); a year alone is compared as a
year.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from bole.hiring.verification.rules.fields import FIELDS
from bole.kernel.periods import bounds
from bole.ports.verification import Kind, Verdict

Same = Literal["same", "differs", "not_told", "not_claimed"]
TOLERANCE = 1  # months either way
_DAY = re.compile(r"(\d{4}-\d{2})(-\d{2})?")


@dataclass(frozen=True, slots=True)
class Point:
    """One field of both sides. ``why``: a code that explains a difference."""

    field: str
    claimed: str
    found: str
    verdict: Same
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def compare(
    kind: Kind,
    claimed: Mapping[str, str],
    verdict: Verdict,
    facts: Mapping[str, str],
    *,
    degrees: Mapping[str, str],
    today: date,
) -> list[Point]:
    """Every field of the kind. ``degrees``: printed word → level, for comparing degrees by level."""
    if verdict != "found":
        return [Point("record", _whole(kind, claimed), "", "differs", verdict)]
    found = [
        _point(name, how, claimed.get(name, ""), facts, degrees, today) for name, how in FIELDS[kind].items()
    ]
    return [*(one for one in found if one is not None), *_lifetime(claimed, facts)]


def risks(points: Sequence[Point]) -> list[Point]:
    """Those that differ."""
    return [one for one in points if one.verdict == "differs"]


def untold(points: Sequence[Point], needed: Sequence[str]) -> list[str]:
    """Needed fields that nobody confirmed."""
    told = {one.field for one in points if one.verdict in {"same", "differs"}}
    return [name for name in needed if name not in told]


def _whole(kind: Kind, claimed: Mapping[str, str]) -> str:
    return " ".join(claimed[name] for name in FIELDS[kind] if claimed.get(name))


def _point(
    name: str, how: str, claimed: str, facts: Mapping[str, str], degrees: Mapping[str, str], today: date
) -> Point | None:
    found = facts.get(name, "").strip()
    if how in {"yes", "none", "valid"}:
        return _stated(name, how, claimed, found, today)
    if not claimed and not found:
        return None
    if not claimed:
        return Point(name, "", found, "not_claimed")
    if not found:
        return Point(name, claimed, "", "not_told")
    why = _DIFFERS[how](claimed, found, facts, degrees)
    return Point(name, claimed, found, "differs" if why else "same", why)


def _stated(name: str, how: str, claimed: str, found: str, today: date) -> Point:
    """What the source alone can state: the number belongs to the name, nothing is recorded, still valid."""
    if not found:
        return Point(name, claimed, "", "not_told")
    if how == "valid":
        day = f"{found}-01" if len(found) == 7 else found
        over = day[:10] < today.isoformat()
        return Point(name, claimed, found, "differs" if over else "same", "expired" if over else "")
    fine = found.casefold() == ("yes" if how == "yes" else "none")
    why = "" if fine else ("other_number" if how == "yes" else "recorded")
    return Point(name, claimed, found, "same" if fine else "differs", why)


def squash(text: str) -> str:
    """For comparing names: half-width, lower case, without white space, brackets and punctuation."""
    return re.sub(r"[\s()（）\[\]【】·.,，。、\-_/]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _name(claimed: str, found: str, facts: Mapping[str, str], _degrees: Mapping[str, str]) -> str:
    known = [found, *re.split(r"[；;]", facts.get("former_names", ""))]
    names = {squash(one) for one in known if one}
    mine = squash(claimed)
    short = {squash(_LEGAL.sub("", one)) for one in known if one}
    return "" if mine in names or squash(_LEGAL.sub("", claimed)) in short else "other_name"


_LEGAL = re.compile(r"(股份)?有限(责任)?公司$")


def _text(claimed: str, found: str, _facts: Mapping[str, str], _degrees: Mapping[str, str]) -> str:
    one, other = squash(claimed), squash(found)
    return "" if one and other and (one in other or other in one) else "other_text"


def _degree(claimed: str, found: str, _facts: Mapping[str, str], degrees: Mapping[str, str]) -> str:
    one, other = degrees.get(squash(claimed), squash(claimed)), degrees.get(squash(found), squash(found))
    return "" if one == other else "other_degree"


def _month(claimed: str, found: str, _facts: Mapping[str, str], _degrees: Mapping[str, str]) -> str:
    mine, theirs = _months(claimed), _months(found)
    if mine is None or theirs is None:
        return "" if squash(claimed) == squash(found) else "other_date"
    apart = mine[0] - TOLERANCE > theirs[1] or theirs[0] - TOLERANCE > mine[1]
    return "other_date" if apart else ""


_DIFFERS = {"name": _name, "text": _text, "degree": _degree, "month": _month}


def _months(printed: str) -> tuple[int, int] | None:
    match = _DAY.fullmatch(printed)
    return bounds(match[1] if match else printed)


def _lifetime(claimed: Mapping[str, str], facts: Mapping[str, str]) -> list[Point]:
    """Somebody cannot have worked before an employer existed or after it ended."""
    found = []
    for moment, name, why in (
        ("start", "established", "before_founding"),
        ("end", "closed", "after_closing"),
    ):
        mine, theirs = _months(claimed.get(moment, "")), _months(facts.get(name, ""))
        if theirs is None:
            continue
        if mine is None:
            found.append(Point(name, "", facts[name], "not_claimed"))
            continue
        wrong = mine[1] + TOLERANCE < theirs[0] if name == "established" else mine[0] - TOLERANCE > theirs[1]
        verdict: Same = "differs" if wrong else "same"
        found.append(Point(name, claimed[moment], facts[name], verdict, why if wrong else ""))
    return found
