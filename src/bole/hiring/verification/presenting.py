"""How checks are shown. Rows in, plain data out; words in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import is_chinese, money, say, when
from bole.hiring.verification import consents, words
from bole.hiring.verification.models import Check, Doubt, Finding, Step, Verification
from bole.hiring.verification.queries import Cost
from bole.hiring.verification.rules import fields, machine
from bole.kernel.periods import said


def row(found: Verification) -> dict[str, Any]:
    """One line of the list."""
    checks = list(found.checks.all())
    tone, icon = words.CASE_TONES[found.state]
    return {
        "id": found.pk,
        "name": found.candidate.name or _("erased"),
        "number": found.candidate.number,
        "candidate_id": found.candidate_id,
        "job": say(found.job),
        "unit": found.unit.name,
        "owner": found.owner.get_short_name() if found.owner else "",
        "state": str(words.CASE_STATES[found.state]),
        "tone": tone,
        "icon": icon,
        "checks": [chip(one) for one in checks],
        "late": sum(one.stalled_at is not None and one.state in machine.BUSY for one in checks),
        "opened_at": found.opened_at,
        "settled_at": found.settled_at,
    }


def chip(check: Check) -> dict[str, str]:
    """A check as a small mark."""
    tone, icon = words.CHECK_TONES[check.state]
    return {
        "kind": str(words.KINDS[check.kind]),
        "state": str(words.CHECK_STATES[check.state]),
        "tone": tone,
        "icon": icon,
    }


def check(one: Check) -> dict[str, Any]:
    """One check with both sides, its history, papers and disputes."""
    findings = list(one.findings.all())
    return {
        **chip(one),
        "id": one.pk,
        "code": one.kind,
        "is": one.state,
        "subject": one.subject,
        "source": consents.source_title(one.source, "zh" if is_chinese() else "en"),
        "why": str(words.CODES.get(one.code, "")),
        "error": str(words.CODES.get(one.error_code, "")) if one.state in machine.SENT else "",
        "attempts": one.attempts,
        "next_try_at": one.next_try_at,
        "due_at": one.due_at if one.state in machine.BUSY else None,
        "late": one.stalled_at is not None and one.state in machine.BUSY,
        "points": points(one.points if one.points is not None else claims(one)),
        "compared": one.points is not None,
        "history": [finding(row) for row in findings[:-1]],
        "latest": finding(findings[-1]) if findings else None,
        "papers": [paper for paper in one.papers.all() if paper.file_id and paper.erased_at is None],
        "disputes": list(one.disputes.all()),
        "cost": money(one.cost_fen) if one.charged_at else "",
        "erased": one.erased_at is not None,
        "may_enter": one.state in {machine.MANUAL, machine.CONSIDER, machine.DISPUTED, machine.UNABLE},
        "may_clear": one.state in machine.RISKS and one.state != machine.DISPUTED,
        "may_take": one.state in machine.SENT,
        "may_give_up": one.state == machine.MANUAL,
        "form": form_fields(one),
    }


def cleared(one: Check) -> dict[str, Any] | None:
    """What once differed in a check that ended well: both sides, what the person said, why it does not count.
    None where nothing ever differed."""
    found = list(one.findings.all())
    differed = [row for row in found if any(p["verdict"] == "differs" for p in row.points or [])]
    disputes = [each for each in one.disputes.all() if each.upheld is not None]
    if one.state not in {machine.CLEAR, machine.CLEARED} or not (differed or disputes):
        return None
    by_person = bool(differed) and differed[-1].by == Finding.By.PERSON
    source = consents.source_title(one.source, "zh" if is_chinese() else "en")
    return {
        "kind": str(words.KINDS[one.kind]),
        "subject": one.subject,
        "source": _("From papers") if by_person else source,
        "points": points([p for p in differed[-1].points if p["verdict"] == "differs"]) if differed else [],
        "disputes": disputes,
        "why": str(words.CLEARED_WHY.get(one.code, words.CLEARED_WHY[""])),
    }


def claims(one: Check) -> list[dict[str, str]]:
    """What the résumé says, while nothing was found yet."""
    return [
        {"field": name, "claimed": one.claimed[name], "found": "", "verdict": "", "why": ""}
        for name in fields.of(one.kind)  # type: ignore[arg-type]  # of KINDS
        if one.claimed.get(name)
    ]


def points(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Both sides as a table."""
    return [
        {
            "field": str(words.FIELDS.get(row["field"], row["field"])),
            "claimed": row["claimed"] or "–",
            "found": value(row["found"]) or "–",
            "verdict": str(words.VERDICTS.get(row["verdict"], "")),
            "tone": words.VERDICT_TONES.get(row["verdict"], ("", ""))[0],
            "icon": words.VERDICT_TONES.get(row["verdict"], ("", ""))[1],
            "why": str(words.WHY.get(row["why"], "")),
            "risk": "1" if row["verdict"] == "differs" else "",
        }
        for row in rows
    ]


def value(said: str) -> str:
    """A code of the contract in words, else what was said."""
    return str(words.VALUES.get(said, said))


def finding(row: Finding) -> dict[str, Any]:
    """Who said it, when, on what."""
    return {
        "number": row.number,
        "at": row.received_at,
        "by": row.user.get_short_name() if row.user else row.provenance.get("source", ""),
        "note": row.note,
        "verdict": row.verdict,
        "points": points(row.points or []),
        "person": row.by == Finding.By.PERSON,
    }


def form_fields(one: Check) -> list[dict[str, str]]:
    """What a person enters by hand: every field of the kind, with what the résumé says beside it."""
    known = {row["field"]: row["found"] for row in one.points or []}
    return [
        {
            "name": name,
            "label": str(words.FIELDS[name]),
            "claimed": str(one.claimed.get(name, "")),
            "value": known.get(name, ""),
            "hint": HINTS.get(name, ""),
        }
        for name in fields.of(one.kind)  # type: ignore[arg-type]  # of KINDS
    ]


HINTS = {"start": "2021-07", "end": "2024-06", "valid_until": "2027-12-31", "match": "yes", "record": "none"}
MONTH = re.compile(r"(?<!\d)\d{4}-\d{2}(?!\d)")


def doubt(one: Doubt, now: datetime) -> dict[str, Any]:
    """One line of the to-verify list."""
    return {
        "id": one.pk,
        "kind": str(words.DOUBTS[one.kind]),
        "what": MONTH.sub(lambda found: said(found[0], "zh" if is_chinese() else "en"), one.what),
        "months": ngettext("%(n)d month", "%(n)d months", one.months) % {"n": one.months}
        if one.months
        else "",
        "owner": one.owner,
        "due_at": one.due_at,
        "late": not one.resolution and now > one.due_at,
        "said": one.said,
        "said_at": one.said_at,
        "resolution": str(words.RESOLUTIONS.get(one.resolution, "")),
        "risk": one.resolution == "not_plausible",
        "note": one.note,
        "by": one.resolved_by.get_short_name() if one.resolved_by else "",
        "resolved_at": one.resolved_at,
    }


def step(one: Step) -> dict[str, Any]:
    """One line of the timeline."""
    who = {
        "candidate": _("the person"),
        "system": _("by itself"),
    }.get(one.actor_kind, "")
    details = []
    code = words.CODES.get(str(one.details.get("code", "")))
    if code:
        details.append(str(code))
    if "asked" in one.details:
        granted = {"granted": one.details["granted"], "asked": one.details["asked"]}
        details.append(_("%(granted)s of %(asked)s allowed") % granted)
    if one.details.get("until"):
        until = timezone.localtime(datetime.fromisoformat(one.details["until"]))
        details.append(_("reply until %(at)s") % {"at": when(until)})
    return {
        "at": one.at,
        "what": str(words.STEPS.get(one.what, one.what)),
        "kind": str(words.KINDS.get(one.check_of.kind, "")) if one.check_of else "",
        "subject": one.check_of.subject if one.check_of else "",
        "who": one.user.get_short_name() if one.user else who,
        "details": details,
    }


def cost(one: Cost) -> dict[str, Any]:
    """One line of the costs."""
    return {
        "unit": one.unit,
        "month": f"{timezone.localtime(one.month):%Y-%m}",
        "sum": money(one.fen),
        "checks": one.checks,
    }
