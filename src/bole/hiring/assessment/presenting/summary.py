"""The first page of the paper: what somebody who reads one page must know, in the words of the report."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting.shapes import Chip, Competency, Page

STRONGEST = 3  # quotations on the page, each of another competency
RAISES = 3
LOOKS = 4
LONGEST = 90  # letters of a quotation or an advice; the following pages have all of it


def summary(page: Page) -> dict[str, Any]:
    """Quotations, what would raise the scores, what needs a look; a list is empty where there is nothing."""
    return {
        "strongest": [_quoted(c, chip) for c, chip in strongest(page.competencies)],
        "raises": [_raised(c) for c in _telling(page.competencies)],
        "looks": _looks(page),
        "reached": {c.key: _reached(c) for c in page.competencies},
    }


def _reached(c: Competency) -> str:
    """The anchor nearest to the level; why there is none where there is no score."""
    if not c.bar.known:
        return c.reason
    near = next((a for a in c.anchors if a.nearest), None)
    return cut(f"{near.level} {near.text}") if near else ""


def strongest(competencies: Iterable[Competency]) -> list[tuple[Competency, Chip]]:
    """The best quotation of each competency, the heaviest competency first; the same words only once."""
    found: list[tuple[Competency, Chip]] = []
    said: set[str] = set()
    for c in competencies:
        chip = next((one for one in c.chips if one.kind == "quote" and _speaks_for(one)), None)
        if chip is not None and chip.quote not in said:
            said.add(chip.quote)
            found.append((c, chip))
    return found[:STRONGEST]


def _speaks_for(chip: Chip) -> bool:
    return chip.points.startswith("+")


def _telling(competencies: Iterable[Competency]) -> list[Competency]:
    """Those with an advice, the lowest score first; one advice once."""
    told: dict[str, Competency] = {}
    for c in sorted((c for c in competencies if c.raise_text), key=lambda c: float(c.bar.score or 0)):
        told.setdefault(c.raise_text, c)
    return list(told.values())[:RAISES]


def _quoted(c: Competency, chip: Chip) -> dict[str, str]:
    return {"label": c.label, "where": chip.where, "quote": f"“{cut(chip.quote)}”", "why": chip.why}


def _raised(c: Competency) -> dict[str, str]:
    scores = {"now": c.bar.score, "then": c.raise_score}
    again = _("%(now)s → about %(then)s") % scores if c.raise_score else ""
    return {"label": c.label, "text": cut(c.raise_text), "score": again}


def _looks(page: Page) -> list[str]:
    """Flags and answers without enough data, one line for each answer and matter."""
    lines = [f"Q{note.ordinal}{_(': ')}{note.text}" if note.ordinal else note.text for note in page.notes]
    kept = list(dict.fromkeys(lines))
    more = len(kept) - LOOKS
    return [*kept[:LOOKS], _("and %(n)s more on the following pages") % {"n": more}] if more > 0 else kept


def cut(text: str) -> str:
    """A text short enough for the page; Chinese letters are twice as wide as others."""
    room = LONGEST
    for place, letter in enumerate(text):
        room -= 2 if letter > "\u2e7f" else 1
        if room < 0:
            return text[:place].rstrip() + "…"
    return text
