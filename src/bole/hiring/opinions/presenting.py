"""How surveys and their results are shown. Plain data in, plain data out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.surveys.queries import POINTS, GroupResult, QuestionResult, Rate, Spread
from bole.foundation.ui.formats import say
from bole.hiring.opinions import rules

RATES_FROM = 30


def events(stages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a survey can follow: (name, words). ``stages``: key and label of every stage."""
    return [
        (rules.FINISHED, _("after the interview")),
        (rules.TOLD, _("after the candidate was told the result")),
        (rules.CLOSED, _("when the application has ended")),
        *((rules.stage_event(key), _("on reaching “%(stage)s”") % {"stage": label}) for key, label in stages),
    ]


def delay(minutes: int) -> str:
    """「2 小时后」 / “2 h later”."""
    if minutes < 60:
        return _("at once") if not minutes else _("%(n)d min later") % {"n": minutes}
    return _("%(n)d h later") % {"n": minutes // 60}


def rate(found: Rate) -> str:
    """The response rate with its N; a share only from 30 on."""
    if found.sent < RATES_FROM:
        return f"{found.answered} / {found.sent}"
    return f"{found.answered / found.sent:.0%} ({found.answered} / {found.sent})"


def question(found: QuestionResult, things: Mapping[str, Any]) -> dict[str, Any]:
    """One question with its bars."""
    return {
        "key": found.question["key"],
        "text": say(found.question["text"]),
        "kind": found.question["kind"],
        "n": found.spread.n,
        "mean": _mean(found.spread),
        "good": _good(found.spread),
        "bars": _bars(found.question, found.spread),
        "things": [
            {
                "title": say(things.get(one.thing, one.thing)),
                "version": one.version,
                "n": one.spread.n,
                "mean": _mean(one.spread),
                "value": one.spread.mean,
                "bad": one.spread.mean is not None and one.spread.mean < rules.THRESHOLD,
            }
            for one in found.things
        ],
        "texts": found.texts,
    }


def _bars(question: Mapping[str, Any], spread: Spread) -> list[dict[str, Any]]:
    if not spread.counts:
        return []
    if question["kind"] == "scale":
        ends = {1: say(question["low"]), POINTS: say(question["high"])}
        labels = [f"{place} {ends.get(place, '')}".strip() for place in range(1, POINTS + 1)]
    else:
        labels = [say(option) for option in question["options"]]
    return [
        {"label": label, "count": count, "of": spread.n}
        for label, count in zip(labels, spread.counts, strict=True)
    ]


def _mean(spread: Spread) -> str:
    return "" if spread.mean is None else f"{spread.mean:.1f}"


def _good(spread: Spread) -> str:
    """How many chose the upper two points."""
    if spread.good is None:
        return ""
    if spread.n < RATES_FROM:
        return f"{round(spread.good * spread.n)} / {spread.n}"
    return f"{spread.good:.0%}"


def groups(found: Sequence[GroupResult], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Jobs or branches; one that is not shown says so."""
    return [
        {
            "name": names.get(one.key, one.key),
            "n": one.n,
            "mean": "" if one.mean is None else f"{one.mean:.1f}",
            "value": one.mean,
        }
        for one in found
    ]


def first_scale(body: Mapping[str, Any]) -> str:
    """The question that stands for the whole in tables: the first scale asked once."""
    return next((q["key"] for q in body["questions"] if q["kind"] == "scale" and not q["each"]), "")


def comparison(now: list[QuestionResult], before: list[QuestionResult], key: str) -> dict[str, str] | None:
    """Satisfaction of a period beside the one before it, each with its N; None without a scale question."""
    found = [next((one for one in rows if one.question["key"] == key), None) for rows in (now, before)]
    if found[0] is None or found[1] is None:
        return None
    return {
        "text": say(found[0].question["text"]),
        "now": _mean(found[0].spread) or "–",
        "now_n": str(found[0].spread.n),
        "before": _mean(found[1].spread) or "–",
        "before_n": str(found[1].spread.n),
    }
