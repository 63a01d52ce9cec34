"""Feedback as the console shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.feedback import rules
from bole.hiring.feedback.models import Feedback
from bole.hiring.feedback.queries import Counts

TONES = {"sent": "success", "late": "warning", "over": "error", "danger": "warning", "running": "info"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    name: str
    number: str
    job: str
    unit: str
    url: str
    state: str
    tone: str
    words: str
    due_at: datetime
    sent_at: datetime | None
    planned_at: datetime | None
    drafted: bool
    spent: int  # percent of the 24 hours


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of the clock's chart, in SVG units of 600."""

    key: str
    label: str
    count: int
    x: float
    width: float


def row(found: Feedback, now: datetime) -> Row:
    """With its clock as a state, in words and as a share."""
    state = rules.standing(due_at=found.due_at, sent_at=found.sent_at, now=now)
    began = found.interview.finished_at or found.due_at
    spent = (now - began) / (found.due_at - began) if found.due_at > began else 1.0
    return Row(
        name=found.candidate.name or _("erased"),
        number=found.candidate.number,
        job=say(found.interview.about["job"]),
        unit=found.unit.name,
        url=reverse("feedback:one", args=[found.pk]),
        state=state,
        tone=TONES[state],
        words=_state_words(state, found, now),
        due_at=found.due_at,
        sent_at=found.sent_at,
        planned_at=found.planned_at,
        drafted=found.draft is not None,
        spent=round(100 * min(1.0, max(0.0, spent))),
    )


def _state_words(state: str, found: Feedback, now: datetime) -> str:
    if state == "sent":
        return _("Sent in time")
    if state == "late":
        return _("Sent late")
    hours = abs((found.due_at - now).total_seconds()) / 3600
    if state == "over":
        return _("%(n)s h over") % {"n": int(hours) or "<1"}
    return _("%(n)s h left") % {"n": int(hours) or "<1"}


def bars(counts: Counts) -> list[Bar]:
    """The chart: everything due in the period, cut by how the clock was kept."""
    parts = [
        ("sent", _("sent in time"), counts.in_time),
        ("late", _("sent late"), counts.late),
        ("running", _("clock running"), counts.running),
        ("over", _("over, not sent"), counts.over),
    ]
    whole, x, found = sum(n for _key, _label, n in parts), 0.0, []
    for key, label, count in parts:
        width = round(600 * count / whole, 1) if whole else 0.0
        found.append(Bar(key, label, count, round(x, 1), width))
        x += width
    return found


def passages(found: Feedback) -> list[dict[str, Any]]:
    """What can be rewritten: opening, one per competency, closing; with what the machine proposed."""
    draft = found.letter if found.sent_at else found.draft
    if not draft:
        return []
    tones = {"strong": "success", "fair": "info", "grow": "warning", "unscored": ""}
    names = {
        "strong": _("strong"),
        "fair": _("a good base"),
        "grow": _("can grow"),
        "unscored": _("not scored"),
    }
    shown: list[dict[str, Any]] = [
        {"key": rules.OPENING, "label": _("Opening words"), "text": draft["opening"]}
    ]
    shown += [
        {
            "key": one["key"],
            "label": say(one["label"]),
            "text": one["text"],
            "quotes": one["quotes"],
            "kind": names[one["kind"]],
            "tone": tones[one["kind"]],
            "touched": one["text"] != one["generated"],
        }
        for one in draft["parts"]
    ]
    return [*shown, {"key": rules.CLOSING, "label": _("Closing words"), "text": draft["closing"]}]
