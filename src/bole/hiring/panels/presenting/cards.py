"""The card form, and what cards look like side by side after the reveal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.panels import queries
from bole.hiring.panels.models import Card, Panel
from bole.hiring.panels.presenting.page import OFFICES, RECOMMENDATIONS, label
from bole.hiring.panels.queries import Together
from bole.hiring.panels.rules.cards import LEVELS, Spread

STEP = 20  # percent of the chart's width between two levels; level 1 stands at 10 %
LANE, ROW = 17, 4  # pixels between dots of one level, and how many stand beside each other


def form(
    panel: Panel,
    questions: Sequence[Mapping[str, Any]],
    levels: Mapping[str, Any],
    words: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """One block a competency, the heaviest first, with the questions that are about it."""
    portrait, said = panel.portrait, {"required": _("Choose a level, or “cannot say”.")}
    said["evidence"] = _("This level needs a piece of evidence: what did the person say or do?")
    return [
        {
            "key": key,
            "label": label(portrait["labels"], key),
            "weight": f"{portrait['weights'][key]:g}",
            "anchors": anchors(portrait, key),
            "levels": [(str(level), levels.get(key) == level) for level in LEVELS],
            "cannot": key in levels and levels[key] is None,
            "note": (words.get(key) or {}).get("note", ""),
            "evidence": (words.get(key) or {}).get("evidence", ""),
            "questions": [one for one in questions if one["key"] == key],
            "problem": said.get((problems or {}).get(key, ""), ""),
        }
        for key in queries.ordered(portrait["weights"])
    ]


def anchors(portrait: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    """The described levels of a competency."""
    texts = portrait["anchors"].get(key) or {}
    return [(level, say(texts[level])) for level in sorted(texts)]


def others(questions: Sequence[Mapping[str, Any]], panel: Panel) -> list[Mapping[str, Any]]:
    """Questions about nothing that is rated: they stand before the card."""
    return [one for one in questions if one["key"] not in panel.portrait["weights"]]


def chart(panel: Panel, found: Together) -> list[dict[str, Any]]:
    """One axis 1–5 a competency: a dot per member, the machine's mark, what was agreed on."""
    letters = {card.user_id: chr(ord("A") + n) for n, card in enumerate(found.cards)}
    return [
        {
            "key": one.competency,
            "label": label(panel.portrait["labels"], one.competency),
            "weight": f"{panel.portrait['weights'][one.competency]:g}",
            "dots": _dots(one.competency, found.cards, letters),
            "low": _at(one.low),
            "span": _width(one),
            "machine": _machine(panel, one.competency),
            "mean": "" if one.mean is None else f"{one.mean:g}",
            "spread": "" if one.low is None or one.high is None else str(one.high - one.low),
            "apart": one.apart,
            "open": one.competency in found.open_ones,
            "agreed": _agreed(found, one.competency),
            "level": _short(found.levels[one.competency]),
            "level_at": _at(found.levels[one.competency]),
            "anchors": anchors(panel.portrait, one.competency),
            "given": _given(one.competency, found.cards, letters),
        }
        for one in found.spreads
    ]


def _dots(key: str, cards: Sequence[Card], letters: Mapping[Any, str]) -> list[dict[str, str]]:
    lanes: dict[int, int] = {}
    found: list[dict[str, Any]] = []
    for card in cards:
        level = card.levels.get(key)
        if level is None:
            continue
        lane = lanes[level] = lanes.get(level, -1) + 1
        found.append({"x": _at(level), "lane": lane, "many": level, "letter": letters[card.user_id]})
    return [
        {
            "x": str(one["x"]),
            "dx": f"{LANE * (one['lane'] % ROW - (min(ROW, lanes[one['many']] + 1) - 1) / 2):g}",
            "y": str(14 + LANE * (one["lane"] // ROW)),
            "letter": str(one["letter"]),
        }
        for one in found
    ]


def _given(key: str, cards: Sequence[Card], letters: Mapping[Any, str]) -> list[dict[str, Any]]:
    """What each member gave and wrote."""
    return [
        {
            "letter": letters[card.user_id],
            "name": card.user.get_short_name(),
            "level": "–" if card.levels.get(key) is None else card.levels[key],
            **(card.words.get(key) or {"note": "", "evidence": ""}),
        }
        for card in cards
    ]


def _machine(panel: Panel, key: str) -> dict[str, str] | None:
    score = panel.machine.get(key)
    if score is None:
        return None
    return {"x": _at(1 + score / 25), "score": f"{score:g}"}


def _agreed(found: Together, key: str) -> dict[str, Any] | None:
    one = found.consensus.get(key)
    if one is None:
        return None
    who = one.set_by.get_short_name()
    return {"level": one.level, "reason": one.reason, "who": who, "at": one.set_at}


def _at(level: float | None) -> str:
    return "" if level is None else f"{10 + STEP * (float(level) - 1):.2f}%"


def _width(one: Spread) -> str:
    if one.low is None or one.high is None:
        return ""
    return f"{STEP * (one.high - one.low):.2f}%"


def _short(level: float | None) -> str:
    return "–" if level is None else f"{round(level, 1):g}"


def people(panel: Panel, found: Together) -> list[dict[str, Any]]:
    """The members with their letters, totals and recommendations."""
    sides = dict(panel.seats.values_list("user_id", "office"))
    return [
        {
            "letter": chr(ord("A") + n),
            "name": card.user.get_short_name(),
            "office": str(OFFICES[sides[card.user_id]]),
            "total": "–" if card.total is None else f"{float(card.total):g}",
            "recommendation": str(RECOMMENDATIONS.get(card.recommendation, "")),
            "comment": card.comment,
            "blind": found.first[card.user_id].blind,
            "amended": card.version > 1,
            "reason": card.reason,
            "first": found.first[card.user_id] if card.version > 1 else None,
            "changed": _changed(panel, found.first[card.user_id], card),
        }
        for n, card in enumerate(found.cards)
    ]


def _changed(panel: Panel, first: Card, now: Card) -> list[str]:
    """Which levels an amendment changed: «沟通能力 3 → 4»."""
    return [
        f"{label(panel.portrait['labels'], key)} {_short(first.levels.get(key))} → {_short(level)}"
        for key, level in now.levels.items()
        if level != first.levels.get(key)
    ]


def offices(found: Together) -> list[dict[str, Any]]:
    """Head office and branch, each with its mean total and how many cards."""
    return [
        {
            "label": str(OFFICES[one.office]),
            "n": one.n,
            "total": "–" if one.total is None else f"{one.total:g}",
        }
        for one in found.offices
    ]
