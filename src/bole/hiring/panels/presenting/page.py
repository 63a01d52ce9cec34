"""One panel or guide as its page prints it: questions with reasons, members, the candidate's answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.ui.formats import say
from bole.hiring.panels.models import Seat
from bole.hiring.panels.rules import building

SOURCES = {
    "report": lazy("from the AI interview"),
    "resume": lazy("from the résumé"),
    "person": lazy("added by HR"),
}
OFFICES = {"head": lazy("Head office"), "branch": lazy("Branch")}
RECOMMENDATIONS = {
    "advance": lazy("Go on with this person"),
    "not": lazy("Do not go on"),
    "unsure": lazy("Not sure"),
}


def questions(
    found: Iterable[Mapping[str, Any]], labels: Mapping[str, Any], *, blind: bool
) -> list[dict[str, Any]]:
    """Questions in order, with their reasons as far as this reader may know them."""
    shown = building.without_findings(found) if blind else list(found)
    return [
        {
            "id": one["id"],
            "number": number,
            "part": one["part"],
            "core": one["part"] == building.CORE,
            "competency": label(labels, one["competency"]),
            "key": one["competency"],
            "text": say(one["text"]),
            "texts": one["text"],
            "listen": say(one["listen"]),
            "reasons": [_reason(reason) for reason in one["reasons"]],
            "removed": one["removed"],
            "edited": one["edited"],
        }
        for number, one in enumerate(shown, 1)
    ]


def _reason(reason: Mapping[str, Any]) -> dict[str, str]:
    source = str(SOURCES.get(reason["source"], reason["source"]))
    if reason.get("withheld"):
        words = _("The reason with its figures is shown after you have submitted your card.")
        return {"source": source, "title": "", "words": words, "rule": ""}
    return {
        "source": source,
        "title": say(reason["title"]),
        "words": say(reason["words"]) if reason["words"] else "",
        "rule": reason["rule"],
    }


def label(labels: Mapping[str, Any], key: str) -> str:
    """A competency's name; the key where nobody named it, nothing for none."""
    return say(labels.get(key)) or key


def members(seats: Sequence[Seat]) -> list[dict[str, Any]]:
    """Who sits there and how far he is; never what he gave."""
    return [
        {
            "id": seat.user_id,
            "name": seat.user.get_short_name(),
            "office": seat.guest_of.name if seat.guest_of else str(OFFICES[seat.office]),
            "guest": seat.guest_of is not None,
            "lead": seat.lead,
            "excused": seat.excused_at is not None,
            "why": seat.excused_why,
            "submitted_at": seat.submitted_at,
            "words": _standing(seat),
            "tone": "success" if seat.submitted_at else ("" if seat.excused_at else "info"),
            "may_leave": not seat.lead and seat.submitted_at is None and seat.excused_at is None,
            "may_lead": not seat.lead and seat.excused_at is None,
        }
        for seat in seats
    ]


def _standing(seat: Seat) -> str:
    if seat.excused_at:
        return _("excused")
    if seat.submitted_at:
        return _("card submitted")
    if seat.escalated_at:
        return _("overdue, the owner was told")
    if seat.reminded_at:
        return _("reminded")
    return _("has looked at the material") if seat.looked_at else _("has not looked at the material yet")


def answers(body: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What the candidate answered in the AI interview, in his own words."""
    found = []
    for one in sorted((body or {}).get("answers", ()), key=lambda a: a["ordinal"]):
        transcript = (one.get("result") or {}).get("transcript") or {}
        found.append(
            {
                "ordinal": one["ordinal"],
                "title": say(one.get("title")) or say(one.get("prompt")),
                "prompt": say(one.get("prompt")),
                "text": transcript.get("text") or "",
                "language": transcript.get("language") or "",
            }
        )
    return found
