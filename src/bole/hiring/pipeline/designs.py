"""What the pages about processes show, and the small changes of a draft's body they ask for."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.access.roles import ROLE_CHOICES
from bole.foundation.messaging import templates
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import library, sheets, versions, words
from bole.hiring.pipeline.models import ProcessVersion
from bole.hiring.pipeline.rules import CLOSED, Difference, Level, Process, Stage, bodies, difference
from bole.hiring.pipeline.rules.diagram import draw
from bole.kernel.errors import InvalidError, NotFoundError

State = ProcessVersion.State
ROLES = dict(ROLE_CHOICES)
CONDITIONS = dict(words.CONDITIONS)


@dataclass(frozen=True, slots=True)
class Line:
    """One stage in words."""

    key: str
    label: str
    kind: str
    to: list[str]
    back: list[str]
    who: list[str]
    entry: list[str]
    exit: list[str]
    time: str
    then: str
    notes: list[str]
    problems: list[str]


def overview() -> list[dict[str, Any]]:
    """Every process: those of the library and the bank's own, with the way in force."""
    own = ProcessVersion.objects.filter(requisition=None).values_list("key", flat=True).distinct()
    found = []
    for key in sorted({*library.keys(), *own}):
        published = versions.general(key).filter(state=State.PUBLISHED).order_by("-number").first()
        drafted = draft_of(key)
        row = published or drafted
        process = bodies.read(row.body) if row else library.process(key)
        found.append(
            {
                "key": key,
                "title": say(process.title),
                "way": [say(one.label) for one in process.stages if one.key != CLOSED],
                "number": published.number if published else None,
                "draft": drafted is not None,
            }
        )
    return found


def known(key: str) -> bool:
    """Whether there is anything to show of it still."""
    return library.has(key) or ProcessVersion.objects.filter(key=key).exists()


def draft_of(key: str) -> ProcessVersion | None:
    """The draft that is being worked on."""
    return versions.general(key).filter(state=State.DRAFT).first()


def version(key: str, number: int) -> ProcessVersion:
    """One version that was or is in force; NotFoundError without it."""
    versions.in_force(key)  # copies the library's when nobody needed it yet
    row = versions.general(key).exclude(state=State.DRAFT).filter(number=number).first()
    if row is None:
        raise NotFoundError("no such version of this process")
    return row


def title(key: str) -> Mapping[str, str]:
    """What the process is called in force."""
    return bodies.read(versions.in_force(key).body).title


def page(key: str, wanted: str) -> dict[str, Any]:
    """One process: the draft if there is one, or the version asked for, or what is in force."""
    drafted = draft_of(key)
    rows = list(versions.general(key).exclude(state=State.DRAFT).order_by("-number"))
    if not rows and drafted is None:
        rows = [versions.in_force(key)]
    chosen = next((row for row in rows if str(row.number) == wanted), None) or drafted or rows[0]
    process = bodies.read(chosen.body)
    found = library.problems(process)
    in_force = next((row for row in rows if row.state == State.PUBLISHED), None)
    differs = difference(bodies.read(in_force.body), process) if in_force and chosen is drafted else None
    return {
        "key": key,
        "row": chosen,
        "title": say(process.title),
        "drafting": chosen is drafted,
        "has_draft": drafted is not None,
        "drawing": draw(process),
        "lines": [_line(process, one, found) for one in process.stages if one.key != CLOSED],
        "problems": [_said(p.code) for p in found if not p.stage],
        "broken": bool(found),
        "differences": _differences(process, in_force, differs),
        "versions": rows,
        "reasons": [say(reason.label) for reason in process.reasons],
    }


def _line(process: Process, stage: Stage, found: list[Any]) -> Line:
    label = {one.key: say(one.label) for one in process.stages}
    notes = [_("The job's rule may advance.")] * stage.automatic
    notes += [_("Invites on entering, where the opening says so.")] * ("invite" in stage.on_enter)
    notes += [_reminder(one) for one in stage.reminders]
    notes += [_survey(one) for one in stage.surveys]
    return Line(
        key=stage.key,
        label=label[stage.key],
        kind=str(dict(words.KINDS).get(stage.kind, stage.kind)),
        to=[label.get(to, to) for to in stage.leads_to],
        back=[label.get(to, to) for to in stage.returns_to],
        who=[str(ROLES.get(role, role)) for role in stage.decides],
        entry=[str(CONDITIONS.get(one, one)) for one in stage.entry],
        exit=[str(CONDITIONS.get(one, one)) for one in stage.exit],
        time=length(stage.level),
        then=length(stage.escalate_after) if stage.level else "",
        notes=notes,
        problems=[_said(p.code) for p in found if p.stage == stage.key],
    )


def _reminder(one: Any) -> str:
    hours = ngettext("%(n)s hour", "%(n)s hours", one.hours) % {"n": one.hours}
    if one.moment == "before_due":
        return _("Reminder %(span)s before it is due.") % {"span": hours}
    return _("Reminder %(span)s after entering.") % {"span": hours}


def reminder_choices() -> list[tuple[str, str]]:
    """The messages that can remind."""
    found = [templates.template(key) for key in library.reminder_templates()]
    return [(one.key, say(dict(one.title)) if one.title else one.key) for one in found]


def survey_choices() -> list[tuple[str, str]]:
    """The surveys a stage can send."""
    return [(key, say(dict(title))) for key, title in sheets.published().items()]


def _survey(one: Any) -> str:
    moment = str(dict(words.SURVEY_MOMENTS).get(one.moment, one.moment))
    title = dict(survey_choices()).get(one.key, one.key)
    if not one.hours:
        return _("Survey “%(title)s” %(moment)s.") % {"title": title, "moment": moment}
    hours = ngettext("%(n)s hour", "%(n)s hours", one.hours) % {"n": one.hours}
    told = {"title": title, "moment": moment, "span": hours}
    return _("Survey “%(title)s” %(moment)s, %(span)s later.") % told


def length(level: Level | None) -> str:
    """“3 working days”, “48 hours”; empty for none."""
    if level is None:
        return ""
    if level.working_days:
        days = level.working_days
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    return ngettext("%(n)s hour", "%(n)s hours", level.hours) % {"n": level.hours}


def _said(code: str) -> str:
    return str(words.PROBLEMS.get(code, code))


def _differences(process: Process, old: ProcessVersion | None, found: Difference | None) -> list[str]:
    if found is None or old is None:
        return []
    before = bodies.read(old.body)
    lines = [_("New stage: %(name)s") % {"name": say(process.stage(key).label)} for key in found.added]
    lines += [_("Stage gone: %(name)s") % {"name": say(before.stage(key).label)} for key in found.gone]
    for key, parts in found.changed.items():
        said = ", ".join(str(words.PARTS.get(part, part)) for part in parts)
        lines.append(_("%(name)s: %(parts)s") % {"name": say(process.stage(key).label), "parts": said})
    lines += [_("The order of stages differs.")] * found.reordered
    reasons = len(found.reasons_added) + len(found.reasons_gone)
    return lines + [_("Reasons for declining differ.")] * bool(reasons)


def with_stage(body: Mapping[str, Any], key: str, stage: dict[str, Any]) -> dict[str, Any]:
    """The body with that stage replaced, or put in front of the end when ``key`` is empty."""
    changed = copy.deepcopy(dict(body))
    if key:
        changed["stage"] = [stage if one["key"] == key else one for one in changed["stage"]]
    else:
        changed["stage"].insert(-1, stage)
    return changed


def placed(body: Mapping[str, Any], key: str, to: str) -> dict[str, Any]:
    """The body with a stage one place up or down, or without it and the ways to it."""
    changed = copy.deepcopy(dict(body))
    stages = changed["stage"]
    here = next((number for number, one in enumerate(stages) if one["key"] == key), None)
    if here is None or key == CLOSED:
        raise NotFoundError("no such stage")
    if to == "out":
        del stages[here]
        for one in stages:
            for name in ("leads_to", "returns_to"):
                if name in one:
                    one[name] = [other for other in one[name] if other != key]
        return changed
    there = {"up": here - 1, "down": here + 1}.get(to)
    if there is None:
        raise InvalidError("up, down or out", fields={"to": "unknown"})
    if 0 <= there < len(stages) - 1:
        stages[here], stages[there] = stages[there], stages[here]
    return changed
