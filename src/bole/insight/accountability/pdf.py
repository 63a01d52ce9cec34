"""The assessment on paper."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.foundation.ui.typesetting import typeset
from bole.insight.accountability import form
from bole.insight.accountability.blocks import blocks
from bole.insight.accountability.models import ImpactAssessment

TEMPLATE = Path(__file__).parent / "templates" / "accountability" / "assessment.typ"


def render(row: ImpactAssessment, printed_by: str, now: datetime) -> bytes:
    """The PDF of one version in the reader's language."""
    bank = org.root()
    approved = row.state == ImpactAssessment.State.APPROVED
    data = {
        "lang": (get_language() or "zh").split("-")[0],
        "bank": bank.name if bank else "",
        "title": _("Impact assessment of AI interviews"),
        "number": _("Version %(n)s") % {"n": row.version},
        "sha": f"SHA-256 {row.sha256}" if row.sha256 else "",
        "printed": _("Printed by %(who)s, %(at)s") % {"who": printed_by, "at": _dated(now)},
        "head": _head(row),
        "state": "" if approved else _("Draft: not approved, not in force."),
        "unanswered": _("Not answered yet."),
        "sections": [_section(one, row) for one in form.current().asked(row.laws)],
    }
    return typeset(TEMPLATE, data, now)


def _head(row: ImpactAssessment) -> list[str]:
    gathered = datetime.fromisoformat(row.facts["at"])
    lines = [
        _("Facts gathered %(at)s from %(what)s") % {"at": _dated(gathered), "what": row.facts["software"]},
        _("Begun by %(who)s, %(at)s") % {"who": row.begun_by.get_short_name(), "at": _dated(row.begun_at)},
    ]
    if row.approved_by and row.approved_at:
        told = {"who": row.approved_by.get_short_name(), "at": _dated(row.approved_at)}
        lines.append(_("Approved by %(who)s, %(at)s") % told)
    if row.groups_source:
        lines.append(_("Source of the counts by group: %(what)s") % {"what": row.groups_source})
    return lines


def _section(section: form.Section, row: ImpactAssessment) -> dict[str, Any]:
    answer = row.answers.get(section.key, "")
    return {
        "title": say(section.title),
        "basis": say(section.basis),
        "ask": say(section.ask),
        "answer": [line for line in answer.splitlines() if line.strip()] if answer else "",
        "blocks": [
            {"title": b.title, "rows": [list(pair) for pair in b.rows]}
            for b in blocks(section.facts, row.facts, row.groups)
        ],
    }


def _dated(moment: datetime) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M")
