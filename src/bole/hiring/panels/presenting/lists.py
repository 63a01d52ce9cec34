"""Panels and guides as lines of a list. Plain data in, plain data out."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import say, when
from bole.hiring.panels import queries
from bole.hiring.panels.models import Guide, Panel
from bole.hiring.panels.rules import building
from bole.hiring.pipeline import queries as pipeline

SOON = timedelta(hours=6)


def row(panel: Any, now: datetime) -> dict[str, Any]:
    """One panel (as ``queries.listed`` gives it)."""
    return {
        "id": panel.pk,
        "url": reverse("panels:one", args=[panel.pk]),
        "name": panel.candidate.name or _("erased"),
        "number": panel.candidate.number,
        "job": job(panel.requisition),
        "unit": panel.unit.name,
        "mine": panel.mine,
        "cards": _("%(done)s of %(all)s cards") % {"done": panel.submitted, "all": panel.members},
        "state": state(panel, now),
        "starts": when(timezone.localtime(panel.starts_at)) if panel.starts_at else "",
    }


def state(panel: Panel, now: datetime) -> dict[str, str]:
    """What its chip says: against the clock while cards are missing, else how it stands or ended."""
    if panel.state == Panel.State.OPEN and panel.due_at is None:
        return {"words": _("a time is looked for"), "tone": "info", "icon": "clock"}
    if panel.state == Panel.State.OPEN and panel.due_at is not None:
        return _clock(panel.due_at, now)
    if panel.state == Panel.State.REVEALED:
        return {"words": _("all cards in"), "tone": "primary", "icon": "people"}
    if panel.state == Panel.State.CANCELLED:
        return {"words": _("called off"), "tone": "", "icon": "minus"}
    if panel.decision == Panel.Decision.ADVANCED:
        return {"words": _("advanced"), "tone": "success", "icon": "ring-check"}
    return {"words": _("not moving forward"), "tone": "", "icon": "minus"}


def _clock(due_at: datetime, now: datetime) -> dict[str, str]:
    left = due_at - now
    if left < timedelta():
        return {
            "words": _("cards overdue by %(time)s") % {"time": span(-left)},
            "tone": "error",
            "icon": "alert",
        }
    tone = "warning" if left < SOON else "info"
    return {"words": _("cards due in %(time)s") % {"time": span(left)}, "tone": tone, "icon": "clock"}


def span(time: timedelta) -> str:
    """「3 小时」 / “3 hours”: one unit, rounded down, never below a minute."""
    minutes = max(1, int(time.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def guide_row(guide: Guide) -> dict[str, Any]:
    """An applicant whose re-interview is prepared."""
    application = guide.application
    asked = building.asked(guide.questions)
    extra = sum(one["part"] != building.CORE for one in asked)
    process = pipeline.process_of(application)
    return {
        "url": reverse("panels:guide", args=[application.pk]),
        "name": guide.candidate.name or _("erased"),
        "number": guide.candidate.number,
        "job": job(application.requisition),
        "unit": guide.unit.name,
        "stage": say(process.stage(application.stage).label),
        "questions": _("%(core)s core questions, %(extra)s targeted ones")
        % {"core": len(asked) - extra, "extra": extra},
        "may_open": queries.stands_for_panel(application) == "panel",
    }


def job(requisition: Any) -> str:
    """The opening's title in the reader's language."""
    return say({"zh": requisition.title_zh, "en": requisition.title_en})
