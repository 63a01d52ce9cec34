"""Onboarding in words and numbers, for the pages of the bank and of the person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.access import queries as access
from bole.foundation.ui.formats import is_chinese, say
from bole.hiring.verification import queries as verification
from bole.workforce.onboarding import words
from bole.workforce.onboarding.models import Material, Note, Onboarding, Task
from bole.workforce.onboarding.queries import Whole
from bole.workforce.onboarding.rules import materials
from bole.workforce.onboarding.rules.checklist import Reached

TONES = {"open": "", "waiting": "info", "done": "success", "dropped": ""}


def row(one: Whole, today: date) -> dict[str, Any]:
    """One line of HR's list."""
    onboarding, employee = one.onboarding, one.onboarding.employee
    late = one.late(today) if onboarding.state in ("preparing", "ready") else []
    state, tone = words.STATES[onboarding.state]
    return {
        "id": onboarding.pk,
        "name": employee.name,
        "number": employee.number,
        "job": say(employee.job_title),
        "unit": onboarding.unit.name,
        "state": state,
        "tone": tone,
        "starts_on": employee.starts_on,
        "in_days": (employee.starts_on - today).days,
        "when": until(employee.starts_on, today),
        "done": one.done,
        "total": len(one.needed),
        "left": len(one.needed) - one.done,
        "late": len(late),
        "late_words": ("、" if is_chinese() else ", ").join(say(task.title) for task in late[:3]),
        "progress": [step(reached) for reached in one.progress],
        "manager": employee.manager.get_short_name() if employee.manager else "",
    }


def until(day: date, today: date) -> str:
    """How far away a first day is."""
    left = (day - today).days
    if left == 0:
        return _("today")
    if left < 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", -left) % {"n": -left}
    return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}


def working_days(offset: int) -> str:
    """When a task is due, counted from the first day."""
    if offset == 0:
        return _("on the first day")
    if offset < 0:
        said = ngettext("%(n)d working day before", "%(n)d working days before", -offset)
    else:
        said = ngettext("%(n)d working day after", "%(n)d working days after", offset)
    return said % {"n": abs(offset)}


def step(reached: Reached) -> dict[str, Any]:
    """One word of the progress line."""
    one = reached.milestone
    texts = {"done": one.done, "now": one.now, "next": one.title}
    return {
        "state": reached.state,
        "words": say(dict(texts[reached.state])),
        "done": reached.done,
        "total": reached.total,
    }


def tasks(one: Whole, today: date) -> list[dict[str, Any]]:
    """The checklist."""
    return [task(item, one.materials.get(item.pk), today) for item in one.tasks if item.state != "dropped"]


def task(item: Task, document: Material | None, today: date) -> dict[str, Any]:
    """One line: who, what, until when, how far."""
    late = item.state == "open" and item.due_on < today
    return {
        "id": item.pk,
        "key": item.key,
        "title": say(item.title),
        "why": say(item.why),
        "owner": item.owner,
        "owner_words": words.OWNERS[item.owner],
        "kind": item.kind,
        "asks": item.asks,
        "due_on": item.due_on,
        "late": late,
        "required": item.required,
        "state": item.state,
        "tone": TONES[item.state],
        "status": _status(item, document, late),
        "todo": item.state == "open" or (document is not None and document.state == "to_confirm"),
        "done_at": item.done_at,
        "material": document,
    }


def _status(item: Task, document: Material | None, late: bool) -> str:
    if item.state == "done":
        return _("done")
    if document is not None and item.kind == "upload" and document.state in MATERIAL_STATES:
        return str(MATERIAL_STATES[document.state]())
    return _("past its day") if late else _("not done yet")


MATERIAL_STATES = {
    "checking": lambda: _("being read"),
    "refused": lambda: _("please take it again"),
    "to_confirm": lambda: _("please confirm what was read"),
    "submitted": lambda: _("received, HR is looking at it"),
    "sent_back": lambda: _("sent back, please upload again"),
}


def problem(document: Material) -> str:
    """Why a document was refused or sent back, to the person."""
    if document.state == "sent_back":
        return str(words.SENT_BACK.get(document.reason, ""))
    codes = [code for code in document.codes if code in words.REFUSED]
    picture = [code for code in codes if code in PICTURE]  # then nothing else is sure
    return " ".join(str(words.REFUSED[code]) for code in picture[:1] or codes)


PICTURE = ("no_text", "blurred", "too_small", "glare")


def legible(document: Material) -> list[dict[str, Any]]:
    """What a refused picture did show, so that the person sees what to mind next time. Nothing where nothing
    could be read, or nothing of it is sure."""
    if document.state != "refused" or set(PICTURE) & set(document.codes):
        return []
    found = fields(document)
    return found if any(one["value"] for one in found) else []


def hints(document: Material) -> list[str]:
    """What HR should look at."""
    return [_hint(str(code)) for code in document.codes]


def _hint(code: str) -> str:
    if code in words.HINTS:
        return str(words.HINTS[code])
    for end, said in (
        ("_corrected", _("%(field)s: corrected by the person")),
        ("_differs", _("%(field)s: differs from what we know")),
    ):
        name = code.removesuffix(end)
        if code.endswith(end) and name in words.FIELDS:
            return said % {"field": words.FIELDS[name]}
    for begin, said in (
        ("unsure_", _("%(field)s: read with doubt")),
        ("missing_", _("%(field)s: could not be read")),
    ):
        name = READ_AS.get(code.removeprefix(begin), code.removeprefix(begin))
        if code.startswith(begin) and name in words.FIELDS:
            return said % {"field": words.FIELDS[name]}
    return str(words.REFUSED.get(code, code))


# Names of the reader that are called otherwise here, where only one document has them.
READ_AS = {"address": "home_address", "level": "degree", "issued_on": "graduated_on"}


def fields(
    document: Material, given: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """What the person confirms: as sent, as confirmed, or as read."""
    read = {name: str(one.get("value", "")) for name, one in (document.read or {}).items()}
    values = given if given is not None else (document.confirmed or read)
    return [
        {
            "name": name,
            "label": words.FIELDS[name],
            "value": values.get(name, ""),
            "read": read.get(name, ""),
            "differs": bool(read.get(name)) and read.get(name) != values.get(name, ""),
            "problem": words.PROBLEMS.get((wrong or {}).get(name, ""), ""),
            "choices": list(words.DEGREES.items()) if name == "degree" else [],
            "shown": str(words.DEGREES.get(values.get(name, ""), values.get(name, ""))),
        }
        for name in materials.FIELDS[document.kind]
    ]


# Field of the certificate → of the background check.
CHECKED_AS = {"school": "school", "degree": "degree", "major": "major", "graduated_on": "end"}


def beside_check(document: Material, now: datetime) -> dict[str, Any] | None:
    """What the background check was told of the degree, beside the certificate; None where there is neither
    a degree nor a result this reader may see."""
    if document.kind != "degree":
        return None
    known = document.confirmed or {
        name: str(one.get("value", "")) for name, one in (document.read or {}).items()
    }
    paper = {theirs: str(known.get(ours) or "") for ours, theirs in CHECKED_AS.items()}
    found = verification.degree_beside(document.candidate_id, paper, now)
    if found is None:
        return None
    names = {theirs: words.FIELDS[ours] for ours, theirs in CHECKED_AS.items()}
    return {
        "url": reverse("verification:one", args=[found[0]]),
        "differs": any(one.verdict == "differs" for one in found[1]),
        "rows": [
            {"label": names[one.field], "found": one.found, "same": one.verdict == "same"}
            for one in found[1]
            if one.field in names
        ],
    }


def log(notes: list[Note], tasks_by_key: Mapping[str, str]) -> list[dict[str, Any]]:
    """What happened, newest first."""
    names = access.names_of(note.actor_user_id for note in notes)
    who = {"candidate": _("the newcomer"), "system": _("the program")}
    return [
        {
            "what": words.NOTES.get(note.what, note.what),
            "about": tasks_by_key.get(note.about, ""),
            "who": names.get(note.actor_user_id, "") if note.actor_user_id else who.get(note.actor_kind, ""),
            "at": note.at,
        }
        for note in notes
    ]


def guide(onboarding: Onboarding) -> dict[str, Any]:
    """The guide in the reader's language, its texts as paragraphs."""
    held = onboarding.guide
    return {
        "bring": [say(one) for one in held.get("bring", [])],
        "sections": [
            {"key": one["key"], "title": say(one["title"]), "paragraphs": say(one["text"]).split("\n\n")}
            for one in held.get("sections", [])
        ],
        "courses": [say(one) for one in held.get("courses", [])],
        "probation": say(held.get("probation", {}).get("intro", {})),
        "standard": [say(one) for one in held.get("probation", {}).get("standard", [])],
    }
