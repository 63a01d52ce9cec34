"""What of a second rater's words is believed. A doubt voids the run; one obeyed order voids the opinion."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import jsonschema

from bole.hiring.assessment.second_opinion.asking import REDACTED, Guard, Sheet, schema

LEAST_QUOTE = 4  # characters; shorter passages stand in any text
OBEYED = "obeyed"
NOTE = "ok"  # what the task asks for; anything else there came from somewhere else


@dataclass(frozen=True, slots=True)
class Rated:
    """One competency in one run."""

    competency: str
    level: int | None
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run. ``void`` names why nothing of it counts: not_json, schema, incomplete, false_quote, obeyed,
    control_lost; empty when it counts."""

    text: str
    ratings: tuple[Rated, ...] = ()
    void: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def check(text: str, sheet: Sheet, guard: Guard) -> Run:
    """Read one run; never raises."""
    if guard.trap in text:
        return Run(text, void=OBEYED)
    try:
        said = json.loads(text)
        jsonschema.validate(said, schema(list(sheet.competencies)))
    except (ValueError, RecursionError):  # nested ten thousand deep
        return Run(text, void="not_json")
    except jsonschema.ValidationError:
        return Run(text, void="schema")
    if guard.trap in json.dumps(said, ensure_ascii=False):  # written with escapes
        return Run(text, void=OBEYED)
    ratings = tuple(Rated(**{k: row[k] for k in Rated.__slots__}) for row in said["ratings"])
    return Run(text, ratings, _doubt(said, ratings, sheet, guard))


def _doubt(said: Mapping[str, Any], ratings: Sequence[Rated], sheet: Sheet, guard: Guard) -> str:
    if said["control"] != guard.control or said["note"].strip().lower() != NOTE:
        return "control_lost"
    if {r.competency for r in ratings} != set(sheet.competencies):
        return "incomplete"
    if not all(_spoken(r.quote, sheet) for r in ratings if r.level is not None):
        return "false_quote"
    return ""


def _spoken(quote: str, sheet: Sheet) -> bool:
    """Whether the passage stands in an answer, character for character."""
    words = quote.strip()
    if len(words) < LEAST_QUOTE or REDACTED in words:
        return False
    return any(words in text for _prompt, text in sheet.answers)


def void_reason(runs: Sequence[Run]) -> str:
    """Why the whole opinion is void; empty when it stands: no run obeyed, two thirds count."""
    doubts = [run.void for run in runs if run.void]
    if OBEYED in doubts:
        return OBEYED
    if not runs or 3 * (len(runs) - len(doubts)) < 2 * len(runs):
        return Counter(doubts).most_common(1)[0][0] if doubts else "no_runs"
    return ""


def spread(runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
    """Per competency over the runs that count: every level, the median, lowest and highest, and a passage."""
    counted = [run for run in runs if not run.void]
    keys = dict.fromkeys(r.competency for run in counted for r in run.ratings)
    return {
        key: _spread_of([r for run in counted for r in run.ratings if r.competency == key]) for key in keys
    }


def _spread_of(rated: Sequence[Rated]) -> dict[str, Any]:
    levels = [r.level for r in rated if r.level is not None]
    if not levels:
        return {"levels": [r.level for r in rated], "median": None, "low": None, "high": None}
    return {
        "levels": [r.level for r in rated],
        "median": float(median(levels)),
        "low": min(levels),
        "high": max(levels),
    }
