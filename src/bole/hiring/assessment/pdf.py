"""The report on paper: A4 by Typst, in this process, without any outside service.

Texts travel as JSON data, never as markup, so a candidate's words cannot steer the typesetter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from bole.foundation.ui.typesetting import typeset
from bole.hiring.assessment.presenting import words
from bole.hiring.assessment.presenting.bars import Bar
from bole.hiring.assessment.presenting.shapes import Chip, Competency, Note, Page, Question
from bole.hiring.assessment.presenting.summary import summary

TEMPLATE = Path(__file__).parent / "templates" / "assessment" / "report.typ"
TOP = 3  # pieces of evidence printed per competency; the page shows all


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper beside the report itself."""

    bank: str
    number: str
    name: str
    facts: tuple[str, ...]
    printed_by: str
    printed_at: str
    stamp: datetime  # goes into the file's metadata
    place: str = ""  # the percentile with its group, where the norm rule allows one


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One locked human review."""

    who: str
    how: str
    total: str
    comment: str


def render(
    page: Page, sheet: Sheet, reviews: Sequence[Reviewed] = (), *, only_summary: bool = False
) -> bytes:
    """The PDF of one report, tagged, fonts embedded; the same input gives the same bytes.

    Its first page is the summary, which ``only_summary`` prints alone.
    """
    return typeset(TEMPLATE, payload(page, sheet, reviews) | {"only_summary": only_summary}, sheet.stamp)


def payload(page: Page, sheet: Sheet, reviews: Sequence[Reviewed]) -> dict[str, Any]:
    """Everything the template prints."""
    language = (get_language() or "zh").split("-")[0]
    printed = _("Printed by %(who)s, %(at)s") % {"who": sheet.printed_by, "at": sheet.printed_at}
    advance = _("The machine proposes: advance. A person decides.")
    hold = _("The machine proposes: a person should look first.")
    return {
        "t": labels(),
        "lang": language,
        "bank": sheet.bank,
        "number": sheet.number,
        "document": _("Interview report"),
        "title": f"{_('Interview report')} {sheet.number}",
        "name": sheet.name,
        "facts": list(sheet.facts),
        "watermark": sheet.printed_by,
        "printed": printed,
        "hash": page.hash,
        "total": page.total.score or "–",
        "half": page.total.half,
        "bar": drawn(page.total),
        "side": page.side_text,
        "missing": missing(page),
        "place": sheet.place,
        "summary": summary(page),
        "recommendation": advance if page.advance else hold,
        "reasons": list(dict.fromkeys([*page.reasons, *page.review_reasons])),
        "competencies": [competency(c) for c in page.competencies],
        "reviews": [{"who": r.who, "how": r.how, "total": r.total, "comment": r.comment} for r in reviews],
        "questions": [question(q) for q in page.questions],
        "beside": page.beside,
        "branch": page.branch,
        "notes": [note(n) for n in page.notes],
        "versions": page.versions,
    }


def labels() -> dict[str, str]:
    """Headings and small words."""
    return {
        "hash": _("Scorecard"),
        "insufficient": _("Not enough data"),
        "recommendation": _("Recommendation"),
        "competencies": _("Competencies"),
        "strongest": _("Strongest evidence"),
        "raises": _("What would raise the scores most"),
        "looks": _("Needs a look by a person"),
        "no_looks": _("No flag, and no answer without enough data."),
        "not_said": _("Not said"),
        "level": _("Level"),
        "anchor": _("Anchor reached"),
        "score": _("Score"),
        "band": _("95% band"),
        "weight": _("weight"),
        "rated_by": _("rated by"),
        "reviews": _("Human review"),
        "no_reviews": _("Nobody has reviewed this report yet."),
        "answers": _("Answers"),
        "notes": _("What a person should know"),
        "beside": _("Asked beside the guide"),
        "branch": _("Weights of this branch"),
        "versions": _("Versions"),
        "semicolon": _("; "),
        "how_to_read": how_to_read(),
        "none": _("–: this question does not ask for it, or there was not enough data."),
        "decision": _("Decision"),
        "decided_by": _("Name and signature"),
        "decided_on": _("Date"),
    }


def how_to_read() -> str:
    """What the marks mean and how far the numbers can be trusted."""
    return _(
        "Scores run from 0 to 100 on anchors described at levels 1, 3 and 5. "
        "Solid block: 95 % band; black tick: score; dashed line: pass mark. "
        "Where no double-rated answers exist yet, the band comes from repeated scoring with small "
        "disturbances and is a lower bound of the error. Evidence points add up to the score."
    )


def missing(page: Page) -> str:
    """The sentence on weight without a score."""
    if not page.missing_weight:
        return ""
    return gettext("weight without a score: %(w)s of 100") % {"w": page.missing_weight}


def drawn(bar: Bar) -> dict[str, float | None]:
    """A bar in numbers; None where nothing is drawn."""

    def number(text: str) -> float | None:
        return float(text.rstrip("%")) if text else None

    low, width = number(bar.band_at), number(bar.band_width)
    high = None if low is None or width is None else low + width
    return {"score": number(bar.value), "low": low, "high": high, "cut": number(bar.cut_at)}


def printed_chip(chip: Chip) -> dict[str, str]:
    """Evidence as ``[Q2 0:03]``, quotation, what it stands for, and points."""
    quote = f"“{chip.quote}”" if chip.kind == "quote" else chip.quote
    return {"where": chip.where, "quote": quote, "why": chip.why, "points": chip.points}


def competency(c: Competency) -> dict[str, Any]:
    """One competency with its strongest evidence."""
    reached = next((a for a in c.anchors if a.nearest), None)
    anchor = ""
    if reached is not None:
        anchor = _("Level %(level)s; anchor %(anchor)s: %(text)s") % {
            "level": c.level,
            "anchor": reached.level,
            "text": reached.text,
        }
    better = _("What would raise it: %(text)s") % {"text": c.raise_text} if c.raise_text else ""
    if better and c.raise_score:
        better += " " + _("Scored again with it: about %(score)s.") % {"score": c.raise_score}
    band = f"{c.bar.low}–{c.bar.high}" if c.bar.low else ""
    return {
        "key": c.key,
        "label": c.label,
        "weight": c.weight,
        "bar": drawn(c.bar),
        "score": c.bar.score,
        "band": band,
        "reason": c.reason,
        "scenes": c.scenes,
        "anchor": anchor,
        "chips": [printed_chip(chip) for chip in c.chips[:TOP]],
        "more": len(c.chips) + len(c.more) - len(c.chips[:TOP]),
        "missing": words.listed(c.missing),
        "better": better,
        "level": c.level,
        "nearest": str(reached.level) if reached else "",
        "basis": c.basis,
        "raters": words.listed([r.words for r in c.raters]),
    }


def question(q: Question) -> dict[str, Any]:
    """One answer: measures, quality, counted behaviour."""
    kinds = {"video": _("video"), "audio": _("sound only"), "typed": _("typed answer")}
    facts = [kinds.get(q.kind, q.kind), q.clock] if q.media else [kinds["typed"]]
    bad = [f"{gate.channel}{_(': ')}{gate.reasons}" for gate in q.gates if not gate.ok]
    seen = [f"{count.label} {count.count}" for count in q.counts]
    behaviour = _("Counted, weight 0: %(seen)s") % {"seen": words.listed(seen)} if seen else ""
    return {
        "ordinal": str(q.ordinal),
        "prompt": q.prompt,
        "facts": "　".join(facts),
        "quality": words.listed(bad),
        "measures": [{"label": m.label, "score": m.score or "–"} for m in q.measures],
        "behaviour": behaviour,
    }


def note(n: Note) -> dict[str, Any]:
    """A flag or a gap."""
    head = _("Needs a look") if n.kind == "flag" else _("Not enough data")
    where = f"Q{n.ordinal}" if n.ordinal else ""
    return {
        "head": f"{head} {where}".strip(),
        "text": n.text,
        "chips": [printed_chip(c) for c in n.chips[:TOP]],
    }
