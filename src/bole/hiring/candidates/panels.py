"""What candidates says on a person's page: the résumé with its lines, and whose other files are his."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.candidates import queries, rules
from bole.hiring.candidates.models import ResumeFile

FIELDS = {
    "name": _("Name"), "phone": _("Phone"), "email": _("E-mail"), "education": _("Education"),
    "work": _("Work"), "projects": _("Projects"), "skills": _("Skills"), "certificates": _("Certificates"),
    "languages": _("Languages"),
}  # fmt: skip
PARTS = ("school", "degree", "major", "employer", "title")
SOURCES = {
    "apply": _("sent by the candidate"), "upload": _("uploaded by the bank"), "mail": _("by e-mail"),
    "api": _("from another system"), "bank": _("the bank"),
}  # fmt: skip
WARNINGS = {
    "hidden_text": _("Text nobody sees"), "instruction": _("Instruction to a machine, not obeyed"),
    "low_confidence": _("Uncertain"), "ocr": _("Recognised from a picture"),
}  # fmt: skip


def resume(_actor: Actor, candidate_id: UUID) -> Fragment | None:
    """The newest readable résumé field by field with its line and its warnings, all files, who told which
    value, and whose other files are the same person's."""
    people, files, pairs = queries.whole_file(candidate_id)
    candidate = people[0]
    if not (files or pairs or len(people) > 1 or candidate.provenance):
        return None
    body = next((read for one in files if (read := queries.body_of(one))), None)
    warnings = [(WARNINGS.get(one["kind"], one["kind"]), one) for one in (body or {}).get("warnings", ())]
    context = {
        "body": body,
        "fields": _fields(body) if body else [],
        "warnings": warnings,
        "source": SOURCES.get(body["source"], body["source"]) if body else "",
        "files": [(one, SOURCES.get(one.source, one.source)) for one in files],
        "candidate_id": candidate_id,
        "reading": any(one.state == ResumeFile.State.WAITING for one in files),
        "told": _told(candidate.provenance),
        "same": people[1:],
        "pairs": pairs,
    }
    return Fragment("candidates/_resume.html", context, len(files) or None)


def _told(provenance: dict[str, dict[str, str]]) -> list[tuple[Any, Any, str]]:
    return [
        (FIELDS.get(field, field), SOURCES.get(how["source"], how["source"]), how["as_of"][:10])
        for field, how in sorted(provenance.items())
    ]


def _fields(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Every field that holds something, as rows of value, line and confidence."""
    found = []
    for field, label in FIELDS.items():
        value = body.get(field)
        if not value:
            continue
        if field in rules.LISTS:
            rows = [_row(body, field, number, one) for number, one in enumerate(value)]
        else:
            rows = [{"text": value, "when": "", "span": body["spans"].get(field)}]
        found.append({"label": label, "rows": rows, "corrected": field in body["corrected"]})
    return found


def _row(body: dict[str, Any], field: str, number: int, one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        return {"text": one, "when": "", "span": body["spans"].get(f"{field}[{number}]")}
    text = " ".join(str(one[part]) for part in PARTS if one.get(part))
    spans = (body["spans"].get(f"{field}[{number}].{part}") for part in PARTS)
    known = [span for span in spans if span]
    least = min(known, key=lambda span: span["confidence"]) if known else None
    return {"text": text, "when": _when(one), "span": least, "internship": one.get("kind") == "internship"}


def _when(one: dict[str, Any]) -> str:
    end = "→" if one.get("current") else one.get("end") or ""
    return f"{one.get('start') or ''} – {end}" if one.get("start") or end else ""
