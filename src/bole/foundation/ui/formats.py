"""How times, dates and two-language texts are written."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bole.foundation.access import actors, permissions
from bole.foundation.ui import navigation

SYMBOLS = {"CNY": "¥", "HKD": "HK$", "USD": "$", "EUR": "€", "SGD": "S$"}


def is_chinese() -> bool:
    """Whether the reader's language is a Chinese one."""
    return (get_language() or "zh").startswith("zh")


def clock(seconds: float | None) -> str:
    """Seconds → ``m:ss`` (floor; negative counts as 0)."""
    if seconds is None:
        return ""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def money(fen: int | None, currency: str = "CNY") -> str:
    """``¥8,600``, with two digits behind the point only where there is something; empty for nothing."""
    if fen is None:
        return ""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{fen // 100:,}" + (f".{fen % 100:02d}" if fen % 100 else "")


def day(moment: date) -> str:
    """「11 月 25 日（周三）」 / “Wed 25 Nov”."""
    if is_chinese():
        return f"{moment.month} 月 {moment.day} 日（周{'一二三四五六日'[moment.weekday()]}）"
    return dateformat.format(moment, "D j M")


def long_day(moment: date) -> str:
    """「2026 年 11 月 25 日」 / “25 Nov 2026”: for days that may lie in another year."""
    if is_chinese():
        return f"{moment.year} 年 {moment.month} 月 {moment.day} 日"
    return dateformat.format(moment, "j M Y")


def short_day(moment: date) -> str:
    """「11 月 25 日」 / “25 Nov”: for spans, where two weekdays would be one too many."""
    return f"{moment.month} 月 {moment.day} 日" if is_chinese() else dateformat.format(moment, "j M")


def when(moment: datetime) -> str:
    """「11 月 25 日 20:00」 / “25 Nov, 20:00”; where the reader's clock is not the bank's, with its distance
    to UTC, so that nobody has to guess whose clock is meant."""
    far = _far(moment)
    if is_chinese():
        return f"{moment.month} 月 {moment.day} 日 {moment:%H:%M}{far}"
    return dateformat.format(moment, "j M, H:i") + far


def _far(moment: datetime) -> str:
    if timezone.is_naive(moment):
        return ""
    bank = moment.astimezone(timezone.get_default_timezone())
    return "" if bank.utcoffset() == moment.utcoffset() else f" (UTC{moment.isoformat()[-6:]})"


def say(texts: Any) -> str:
    """The reader's language of ``{"zh": …, "en": …}``, else whatever there is."""
    if not isinstance(texts, dict):
        return "" if texts is None else str(texts)
    wanted = ("zh", "en") if is_chinese() else ("en", "zh")
    return str(next((texts[key] for key in wanted if texts.get(key)), ""))


def listed(parts: Iterable[Any], clauses: bool = False) -> str:
    """「甲、乙」 / “a, b”: an enumeration with the reader's mark; whole ``clauses`` with 「；」 / “; ”."""
    mark = _("; ") if clauses else _(", ")
    return mark.join(str(part) for part in parts)


def minutes(seconds: float) -> str:
    """「约 18 分钟」 / “about 18 minutes”, never below one."""
    return _("about %(count)d minutes") % {"count": max(1, round(seconds / 60))}


ON_PHONE, ON_RAIL = 4, 9  # entries shown at once; the others stand under "More"


def navigation_groups() -> list[dict[str, Any]]:
    """The rail by group. ``place`` of an entry: "" shown everywhere, "later" not on a phone, "last" neither
    there nor on the narrow rail."""
    groups: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(visible_navigation()):
        place = "" if number < ON_PHONE else "later" if number < ON_RAIL else "last"
        group = groups.setdefault(
            entry["group"], {"label": navigation.GROUPS[entry["group"]], "entries": [], "more": ""}
        )
        group["entries"].append({**entry, "place": place})
        group["more"] = place
    return list(groups.values())


def visible_navigation() -> list[dict[str, Any]]:
    """Rail entries of the current actor; an entry whose page is not installed is left out."""
    actor = actors.current()
    shown: list[dict[str, Any]] = []
    rows = {}
    for item in navigation.items():
        if item.permission and not permissions.allowed(actor, item.permission):
            continue
        if item.unless and permissions.allowed(actor, item.unless):
            continue
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        if item.rows:
            rows[item.key] = item.rows()
        shown.append(
            {
                "key": item.key,
                "label": item.label,
                "icon": item.icon,
                "url": url,
                "group": item.group,
                "waiting": item.waiting() if item.waiting else 0,
            }
        )
    numbers = navigation.counted(rows)
    return [{**one, "waiting": numbers.get(one["key"], one["waiting"])} for one in shown]


def one_decimal(value: float | None) -> str:
    """A score as stored, one decimal; an empty string for none."""
    return "" if value is None else f"{value:.1f}"
