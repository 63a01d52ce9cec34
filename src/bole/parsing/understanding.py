"""Lines → résumé. Several reading orders are tried and the one that makes most sense is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import pairwise

from bole.parsing import memo, script
from bole.parsing.fields import contacts, gathering, instructions, items, projects, sections, titles, wrapping
from bole.parsing.fields.sections import Section
from bole.parsing.types import Education, Line, Printed, Reading, Resume, Span, Warned, Work

Entry = tuple[Education, dict[str, Line]] | tuple[Work, dict[str, Line]]
_UNSURE = 0.6
_AS_DRAWN = 3.0  # lines as drawn do not know where their column ends; taken only when clearly better
_JUMP = 90.0  # points; lines of one column begin close to each other


def understand(reading: Reading) -> Resume:
    """The best reading of the file, with all warnings."""
    memo.forget()
    lines = reading.orders[0]
    if script.traditional(lines):
        plain = tuple(tuple(map(script.simplified, order)) for order in reading.orders)
        best = script.as_printed(_best(plain), lines)
    else:
        best = _best(reading.orders)
    best.warnings[:0] = reading.warnings
    best.warnings.extend(_doubts(best))
    memo.forget()
    return best


def _best(orders: Sequence[Sequence[Line]]) -> Resume:
    """What makes most sense of the reading orders."""
    read = [_understood(order) for order in orders]
    ranked = [
        (sense - (_AS_DRAWN if place == 2 else 0), resume) for place, (resume, sense) in enumerate(read)
    ]
    return max(ranked, key=lambda found: found[0])[1]


def _understood(lines: Sequence[Line]) -> tuple[Resume, float]:
    """(résumé, how much sense it makes)."""
    resume = Resume()
    honest = _without_orders(lines, resume)
    whole = wrapping.mended(honest)
    parts = sections.split(whole)
    resume.lines = _printed(parts)
    _contacts(resume, honest, whole, parts)
    person = {resume.spans[key].line for key in ("name", "phone", "email") if key in resume.spans}
    entries = gathering.gather(parts, person)
    lists = items.read(parts)
    _put_entries(resume, "education", entries.schools)
    _put_entries(resume, "work", entries.jobs)
    spoken = items.spoken(lists["skills"])
    known = {value for value, _ in lists["languages"]}
    lists["languages"] += [one for one in spoken if one[0] not in known]
    _put_items(resume, {**lists, "projects": projects.read(parts)})
    return resume, _sense(resume, parts, lines)


def _without_orders(lines: Sequence[Line], resume: Resume) -> list[Line]:
    honest = []
    for line in lines:
        order = instructions.found_in(line.text)
        if order is None:
            honest.append(line)
        else:
            resume.warnings.append(
                Warned("instruction", "a sentence speaks to the scorer; it was left out", order)
            )
    return honest


def _printed(parts: Sequence[Section]) -> list[Printed]:
    """All lines but titles, each under the first thing its title promises."""
    found = [
        Printed(line.number, line.text, part.kinds[0] if part.kinds else "")
        for part in parts
        for line in part.lines
        if line.text.strip()
    ]
    return sorted(found, key=lambda one: one.number)


def _contacts(resume: Resume, raw: Sequence[Line], whole: Sequence[Line], parts: Sequence[Section]) -> None:
    others = sections.of_others(parts)
    raw, whole = ([line for line in lines if line.number not in others] for lines in (raw, whole))
    found = {
        "name": contacts.name(whole, parts),
        "phone": contacts.phone(whole),
        "email": contacts.email(raw),
    }
    for key, one in found.items():
        if one is not None:
            setattr(resume, key, one.value)
            resume.spans[key] = _span(one.line, one.confidence)


def _put_entries(resume: Resume, key: str, found: Sequence[Entry]) -> None:
    for index, (entry, where) in enumerate(found):
        getattr(resume, key).append(entry)
        empty = sum(getattr(entry, field.name) in (None, "") for field in fields(entry))
        for name, line in where.items():
            resume.spans[f"{key}[{index}].{name}"] = _span(
                line, max(0.5, 0.97 - 0.1 * empty) * line.confidence
            )


def _put_items(resume: Resume, lists: Mapping[str, items.Items]) -> None:
    for key, found in lists.items():
        for index, (value, line) in enumerate(found):
            getattr(resume, key).append(value)
            resume.spans[f"{key}[{index}]"] = _span(line, (0.9 if len(value) < 30 else 0.7) * line.confidence)


def _span(line: Line, confidence: float) -> Span:
    return Span(line.number, round(confidence, 3), line.text)


def _sense(resume: Resume, parts: Sequence[Section], lines: Sequence[Line]) -> float:
    """Fields found, titles that have something below them; against: empty sections, titles lost in other
    lines."""
    score = 3.0 * sum(value is not None for value in (resume.name, resume.phone, resume.email))
    for school in resume.education:
        score += sum(v is not None for v in (school.school, school.degree, school.major, school.start)) - 1.5
    for job in resume.work:
        score += 1.3 * sum(v is not None for v in (job.employer, job.title, job.start)) - 1.5
    score += sum(1.0 if part.lines else -2.0 for part in parts if part.kinds)
    alone = sum(len(line.cells) == 1 and bool(titles.kinds_of(line.text)) for line in lines)
    mixed = sum(len(line.cells) > 1 and any(map(titles.kinds_of, line.cells)) for line in lines)
    beside = sum(sections.title_of(line)[1] is not None for line in lines if len(line.cells) > 1)
    jumps = sum(abs(one.left - two.left) > _JUMP for one, two in pairwise(lines))
    return score + alone - 2.0 * (mixed - beside) - 0.5 * jumps


def _doubts(resume: Resume) -> list[Warned]:
    doubts = [
        Warned("low_confidence", f"{key} was not found")
        for key in ("name", "phone", "email")
        if getattr(resume, key) is None
    ]
    for key, span in resume.spans.items():
        if span.confidence < _UNSURE:
            doubts.append(Warned("low_confidence", f"{key} is uncertain", span.text))
    return doubts
