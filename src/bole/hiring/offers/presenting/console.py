"""What the pages of the bank show."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bole.foundation.access import actors, permissions
from bole.foundation.ui import formats
from bole.foundation.ui.formats import say
from bole.hiring.offers import library, policies, queries, wording
from bole.hiring.offers.models import Offer, Version
from bole.hiring.offers.rules import levels, states, terms
from bole.hiring.offers.rules.levels import Band

STATES = {
    states.PREPARING: (gettext_lazy("being prepared"), "info", "pen"),
    states.OPEN: (gettext_lazy("with the candidate"), "primary", "clock"),
    states.ASKED: (gettext_lazy("asks for a change"), "warning", "help"),
    states.SIGNED: (gettext_lazy("signed"), "success", "ring-check"),
    states.DECLINED: (gettext_lazy("declined"), "", "close"),
    states.WITHDRAWN: (gettext_lazy("taken back"), "", "minus"),
    states.EXPIRED: (gettext_lazy("run out"), "error", "alert"),
}
WAITING = (gettext_lazy("waits for a second person"), "warning", "people")
LEVELS = {
    levels.BRANCH: gettext_lazy("A second person"),
    levels.HEAD: gettext_lazy("Head office"),
    levels.HEAD_AGAIN: gettext_lazy("Head office, another person"),
}
SOON = timedelta(hours=48)


def chip(state: str, *, waits: bool = False) -> dict[str, Any]:
    """Words, tone and icon of a state."""
    words, tone, icon = WAITING if waits and state == states.PREPARING else STATES[state]
    return {"words": str(words), "tone": tone, "icon": icon}


def row(offer: Offer, now: datetime) -> dict[str, Any]:
    """One line of the pool; no amounts."""
    return {
        "id": offer.pk,
        "name": offer.candidate.name or _("erased"),
        "number": offer.about["number"],
        "job": say(offer.about["job"]),
        "unit": offer.unit.name,
        "owner": offer.owner.get_short_name() if offer.owner else "",
        "chip": chip(offer.state, waits=getattr(offer, "waits", False)),
        "waits": getattr(offer, "waits", False),
        "left": left(offer, now),
        "soon": soon(offer, now),
        "version": offer.shown.number if offer.shown else 0,
        "opened": offer.opened_at is not None,
        "decided_at": offer.decided_at,
    }


def left(offer: Offer, now: datetime) -> str:
    """How long it still lies with the candidate."""
    if offer.state != states.OPEN or offer.expires_at is None:
        return ""
    return span(offer.expires_at - now)


def soon(offer: Offer, now: datetime) -> bool:
    """Whether it runs out within two days."""
    return offer.state == states.OPEN and offer.expires_at is not None and offer.expires_at - now < SOON


def span(time: timedelta) -> str:
    """«1 天 4 小时» / “1 day 4 hours”; under an hour in minutes."""
    minutes = max(0, int(time.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if not days and not hours:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    day = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    hour = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return " ".join(part for part, there in ((day, days), (hour, hours)) if there)


def sums(made: terms.Terms) -> dict[str, Any]:
    """The totals as words, and the contributions."""
    found, currency = terms.totals(made), made["currency"]
    lines = terms.contributions(made)
    known = [one.employee for one in lines if one.employee is not None]
    return {
        "monthly": formats.money(found.monthly, currency),
        "yearly": formats.money(found.yearly_fixed, currency),
        "target": formats.money(found.target, currency),
        "lines": [
            {
                "name": str(wording.PARTS.get(one.key, one.key)),
                "base": formats.money(one.base, currency),
                "employee": formats.money(one.employee, currency) or "–",
                "employer": formats.money(one.employer, currency) or "–",
            }
            for one in lines
        ],
        "employee": formats.money(sum(known), currency) if known else "",
        "after": formats.money(found.monthly - sum(known), currency) if known else "",
    }


def band(made: terms.Terms) -> dict[str, Any] | None:
    """Where the fixed pay stands in its band, for the chart: shares of its width, which shows a quarter of
    the band on either side."""
    found = queries.band_of_terms(made)
    if found is None:
        return None
    monthly = terms.totals(made).monthly
    return {
        "grade": found.grade,
        "low": formats.money(found.low, made["currency"]),
        "high": formats.money(found.high, made["currency"]),
        "low_fen": found.low,
        "high_fen": found.high,
        "at": round(position(found, monthly), 1),
        "cx": round(position(found, monthly) * 3, 1),
        "inside": found.holds(monthly),
        "percent": round(found.place(monthly) * 100),
        "confirmed": found.confirmed,
        "number": found.number,
    }


def position(found: Band, monthly: int) -> float:
    """0–100 along the drawn line, whose middle two thirds are the band."""
    return min(100.0, max(0.0, (found.place(monthly) + 0.25) / 1.5 * 100))


def path(version: Version) -> list[dict[str, Any]]:
    """The signatures a version needs and has."""
    done = {one.level: one for one in queries.signoffs_of(version)}
    return [
        {
            "name": str(LEVELS[level]),
            "who": done[level].by.get_short_name() if level in done else "",
            "at": done[level].at if level in done else None,
        }
        for level in version.needs
    ]


def strip(offer: Offer, chosen: int) -> list[dict[str, Any]]:
    """The versions as tabs."""
    return [
        {
            "number": one.number,
            "state": one.state,
            "words": version_words(one),
            "chosen": one.number == chosen,
            "sent_at": one.sent_at,
            "edited_at": one.edited_at,
        }
        for one in queries.versions_of(offer)
    ]


def version_words(version: Version) -> str:
    """What a version is."""
    return {
        Version.State.DRAFT: _("draft"),
        Version.State.WAITING: _("waits for a signature"),
        Version.State.SENT: _("with the candidate"),
        Version.State.PAST: _("replaced"),
        Version.State.DROPPED: _("thrown away"),
    }[Version.State(version.state)]


def wishes(offer: Offer) -> list[dict[str, Any]]:
    """Suggested courses with the sentence behind each."""
    courses = library.courses()
    return [
        {**one, "title": say(courses[one["course"]].title), "hours": courses[one["course"]].hours}
        for one in offer.wishes
        if one["course"] in courses
    ]


def may(offer: Offer) -> dict[str, bool]:
    """What the reader may do with it now."""
    actor = actors.current()
    writes = permissions.allowed(actor, policies.WRITE, offer.unit_id)
    work = queries.in_work(offer)
    drafts = work is not None and work.state == Version.State.DRAFT
    return {
        "write": writes and drafts and offer.state in states.LIVE | {states.EXPIRED},
        "recall": writes and work is not None and work.state == Version.State.WAITING,
        "next": writes
        and work is None
        and offer.shown is not None
        and offer.state in {states.OPEN, states.ASKED, states.EXPIRED},
        "drop": writes and drafts and offer.shown is not None,
        "keep": writes and offer.state == states.ASKED,
        "extend": writes and offer.state in {states.OPEN, states.EXPIRED},
        "withdraw": writes and offer.state in states.LIVE | {states.EXPIRED},
        "own": writes,
    }
