"""Template tags and filters that every page may load: ``{% load bole %}``."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bole.foundation.ui import formats, scores
from bole.foundation.ui.figures import Chart
from bole.foundation.ui.icons import ICONS

register = template.Library()

MIRRORED = {"arrow", "back", "right", "left", "out"}


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon as inline SVG. Hidden from readers unless ``label`` names it."""
    classes = " ".join(filter(None, ["icon", "icon-mirror" if name in MIRRORED else "", css]))
    body = mark_safe(ICONS[name])  # noqa: S308 (our own constant)
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', classes, label, body
        )
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', classes, body)


@register.simple_tag
def dot() -> SafeString:
    """The separator between facts: an element, never a typed character."""
    return mark_safe('<i class="dot" aria-hidden="true"></i>')


@register.inclusion_tag("ui/_score_bar.html")
def score_bar(
    score: float | None,
    band: list[float] | None = None,
    pass_mark: float | None = None,
    width: int = 150,
    height: int = 18,
) -> dict[str, Any]:
    """A score with its 95 % band and the pass mark on a track of 0–100; None draws a hatched track."""
    return {
        "bar": scores.geometry(score, band, pass_mark, width, height),
        "label": scores.words(score, band, pass_mark),
    }


@register.inclusion_tag("ui/_evidence.html")
def evidence_chip(
    question: int | str,
    start: float | None,
    quote: str | None,
    points: float | None = None,
    end: float | None = None,
    playable: bool = True,
    answer: str = "",
) -> dict[str, Any]:
    """One piece of evidence; a click plays it from one second before (``data-answer``, ``data-start``)."""
    return {
        "question": question,
        "start": start,
        "end": end,
        "quote": quote,
        "points": points,
        "playable": playable,
        "answer": answer,
    }


@register.inclusion_tag("ui/_chip.html")
def chip(text: str, tone: str = "", icon: str = "", state: str = "") -> dict[str, str]:
    """A small label: ``tone`` success, warning, error, info, primary or evidence; ``state`` follows a dot."""
    return {"text": text, "tone": tone, "icon_name": icon, "state": state}


STAGE_LOOK = {  # state → (tone, icon)
    "done": ("success", "ring-check"),
    "waiting": ("warning", "clock"),
    "running": ("info", "doc"),
    "proposed": ("primary", "user"),
    "problem": ("error", "alert"),
    "closed": ("", "minus"),
}


@register.inclusion_tag("ui/_chip.html")
def stage_chip(stage: str, state: str, words: str = "") -> dict[str, str]:
    """Stage and state in one chip; ``state`` is a key of STAGE_LOOK, ``words`` what is written for it."""
    tone, icon_name = STAGE_LOOK.get(state, ("", "minus"))
    return {"text": stage, "tone": tone, "icon_name": icon_name, "state": words}


@register.inclusion_tag("ui/_figure.html")
def figure(chart: Chart, none: str = "") -> dict[str, Any]:
    """A chart with its numbers as a table beside it; ``none`` stands there when there is nothing to draw."""
    return {"chart": chart, "none": none}


@register.inclusion_tag("ui/_empty.html")
def empty_state(why: str, url: str = "", action: str = "") -> dict[str, str]:
    """Nothing here: one sentence why, one action."""
    return {"why": why, "url": url, "action": action}


@register.inclusion_tag("ui/_notice.html")
def notice(text: str, tone: str = "info", icon: str = "") -> dict[str, str]:
    """A sentence on a tinted ground with its icon."""
    icons = {"info": "info", "success": "ring-check", "warning": "warn", "error": "alert"}
    return {"text": text, "tone": tone, "icon_name": icon or icons[tone]}


@register.inclusion_tag("ui/_language.html", takes_context=True)
def language_switch(context: template.Context) -> dict[str, Any]:
    """「中文 · EN」: posts the other language and comes back to this page."""
    request = context.get("request")
    return {
        "request": request,
        "here": request.get_full_path() if request else "/",
        "current": get_language() or "zh-hans",
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def nav_groups() -> list[dict[str, Any]]:
    """Rail entries the actor may open, by group, each with its URL and icon."""
    return formats.navigation_groups()


@register.filter
def clock(seconds: float | None) -> str:
    """Seconds as ``m:ss``."""
    return formats.clock(seconds)


@register.filter
def day(moment: datetime | date | None) -> str:
    """A date people say: 「11 月 25 日（周三）」 or “Wed 25 Nov”; a plain date is nobody's zone."""
    if moment is None:
        return ""
    return formats.day(timezone.localtime(moment) if isinstance(moment, datetime) else moment)


@register.filter(expects_localtime=True)
def long_day(moment: datetime | date | None) -> str:
    """A date with its year: 「2026 年 11 月 25 日」 or “25 Nov 2026”; empty for none."""
    return formats.long_day(moment) if isinstance(moment, date) else ""


@register.filter(expects_localtime=True)
def short_day(moment: datetime | date | None) -> str:
    """A date without its weekday: 「11 月 25 日」 or “25 Nov”; empty for none."""
    return formats.short_day(moment) if isinstance(moment, date) else ""


@register.filter
def when(moment: datetime | None) -> str:
    """Date and time in the reader's zone."""
    return formats.when(timezone.localtime(moment)) if moment else ""


@register.filter
def say(texts: Any) -> str:
    """Picks the reader's language out of ``{"zh": …, "en": …}``; plain strings pass."""
    return formats.say(texts)


@register.filter
def listed(parts: Iterable[Any]) -> str:
    """An enumeration with the reader's mark between: 「甲、乙」 or “a, b”."""
    return formats.listed(parts)


@register.filter
def clauses(parts: Iterable[Any]) -> str:
    """Whole clauses with the reader's mark between: 「甲；乙」 or “a; b”."""
    return formats.listed(parts, clauses=True)


@register.filter
def score(value: float | None) -> str:
    """A score with at most one decimal, or 「数据不足」."""
    return _("Not enough data") if value is None else f"{value:.1f}".removesuffix(".0")


@register.filter
def family(name: str) -> str:
    """First character of a name, for the avatar."""
    return name[:1].upper()
