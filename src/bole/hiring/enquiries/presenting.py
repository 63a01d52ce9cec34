"""How questions and the FAQ are shown. Plain data in, plain data out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import is_chinese, say
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.enquiries.queries import Entry, Figures

SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock of a question says, and how loud."""

    words: str
    tone: str
    icon: str


def clock(enquiry: Enquiry, now: datetime) -> Clock:
    """Against the moment it is due; for an answered one how long it took."""
    if enquiry.state == Enquiry.State.WAITING and enquiry.due_at is not None:
        left = enquiry.due_at - now
        if left < timedelta():
            return Clock(_("overdue by %(time)s") % {"time": span(-left)}, "error", "alert")
        words = _("%(time)s left") % {"time": span(left)}
        return Clock(words, "warning" if left < SOON else "info", "clock")
    if enquiry.answered_at is not None and enquiry.waiting_since is not None:
        took = span(enquiry.answered_at - enquiry.waiting_since)
        return Clock(_("answered after %(time)s") % {"time": took}, "success", "ring-check")
    if enquiry.faq_key:
        return Clock(_("answered by the FAQ"), "success", "doc")
    return Clock(_("being looked up"), "", "clock")


def span(time: timedelta) -> str:
    """「3 小时」 / “3 hours”: one unit, rounded down, never below a minute."""
    minutes = max(1, int(time.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def row(enquiry: Enquiry, now: datetime) -> dict[str, Any]:
    """One line of the inbox."""
    return {
        "id": enquiry.pk,
        "question": enquiry.question,
        "name": enquiry.candidate.name or _("erased"),
        "number": enquiry.candidate.number,
        "job": say(enquiry.job),
        "unit": enquiry.unit.name,
        "owner": enquiry.owner.get_short_name() if enquiry.owner else "",
        "clock": clock(enquiry, now),
        "asked_at": enquiry.asked_at,
        "again": enquiry.helped is False,
    }


def entry(found: Entry) -> dict[str, Any]:
    """One answer of the FAQ in the reader's language."""
    words = found.body["zh"] if is_chinese() or not found.body["en"]["question"] else found.body["en"]
    return {
        "key": found.key,
        "number": found.number,
        "question": words["question"],
        "answer": words["answer"],
        "phrasings": len(found.phrasings()),
        "own": found.owner_id,
        "source": source(found.number),
    }


def source(number: int | None) -> str:
    """Where an answer comes from, as candidates and HR read it."""
    if not number:
        return _("FAQ")
    return _("FAQ, version %(number)d") % {"number": number}


def suggestions(enquiry: Enquiry, entries: Mapping[str, Entry]) -> list[dict[str, Any]]:
    """What the matcher thought of, as text HR can take over."""
    keys = [one["key"] for one in enquiry.suggestions]
    found = []
    for key in keys:
        if key in entries:
            words = entries[key].body[enquiry.language]
            words = words if words["answer"] else entries[key].body["zh"]
            found.append({"key": key, "question": words["question"], "answer": words["answer"]})
    return found


def figures(now: Figures, before: Figures) -> list[dict[str, str]]:
    """Figures of a period beside the one before it; each with its N."""
    return [
        {
            "label": _("questions"),
            "value": str(now.asked),
            "note": _("the 30 days before: %(n)s") % {"n": before.asked},
        },
        {
            "label": _("answered by the FAQ"),
            "value": _share(now.by_faq, now.asked),
            "note": _("helped %(yes)d, did not help %(no)d") % {"yes": now.helped, "no": now.not_helped},
        },
        {
            "label": _("median time to a person's answer"),
            "value": span(timedelta(minutes=now.minutes)) if now.minutes is not None else "–",
            "note": _("N = %(n)d; the 30 days before: %(before)s")
            % {
                "n": now.by_person,
                "before": span(timedelta(minutes=before.minutes)) if before.minutes is not None else "–",
            },
        },
        {
            "label": _("answered in time"),
            "value": _share(now.in_time, now.by_person),
            "note": f"N = {now.by_person}",
        },
    ]


def _share(part: int, whole: int) -> str:
    """A count; a rate only where it means something (N ≥ 30)."""
    if whole < 30:
        return f"{part} / {whole}"
    return f"{part / whole:.0%}"
