"""Which entries a document holds: those of the sections that promise them, and those that show by themselves
what they are, wherever they stand.

The title above a line is a hint, no gate. Below a title this program has no word for, below one that was
not seen, or in the section before, a school with a degree and an employer with a title are what they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bole.parsing.fields import education, work
from bole.parsing.fields.degrees import degree_of
from bole.parsing.fields.names import is_employer, is_title
from bole.parsing.fields.schools import is_school
from bole.parsing.fields.sections import LISTS, UNKNOWN, Section
from bole.parsing.types import Education, Line, Work

Schools = list[tuple[Education, dict[str, Line]]]
T = TypeVar("T", Education, Work)
_SPILL = {UNKNOWN, *LISTS}  # sections that may go on into others when a title was not seen


@dataclass(slots=True)
class Gathered:
    """Entries with the line of each field."""

    schools: Schools = field(default_factory=list)
    jobs: work.Read = field(default_factory=list)


def gather(parts: Sequence[Section], person: Iterable[int]) -> Gathered:
    """All entries. ``person``: numbers of the lines that name the person."""
    found = Gathered()
    for part in parts:
        _promised(part, found)
    taken = {line.number for _, where in (*found.schools, *found.jobs) for line in where.values()}
    _misplaced(parts, found, taken)
    for part in parts:
        if part.kinds and part.kinds[0] in _SPILL:
            _evident(part.lines, found)
    loose = [line for line in _loose(parts) if line.number not in set(person)]
    if not found.schools:
        found.schools = [one for one in education.read(loose) if one[0].school]
    if not any("work" in part.kinds for part in parts) and not any(
        one.kind == "job" for one, _ in found.jobs
    ):
        found.jobs = work.read(loose, None, sure=False) + found.jobs
    return Gathered(_distinct(found.schools), _distinct(found.jobs))


def _promised(part: Section, found: Gathered) -> None:
    """What the title says the section holds."""
    if "education" in part.kinds:
        found.schools += education.read(part.lines)
    if "work" in part.kinds:
        found.jobs += work.read(part.lines, None)
    elif "internship" in part.kinds:
        found.jobs += work.read(part.lines, "internship")


def _misplaced(parts: Sequence[Section], found: Gathered, taken: set[int]) -> None:
    """Schools below a title about work, employers below one about schools: the title between was not
    seen."""
    for part in parts:
        if {"work", "internship"} & set(part.kinds) and "education" not in part.kinds:
            schools = [one for one in education.read(part.lines) if _sure_school(one[0])]
            dated = {where["start"].number for one, where in schools if "start" in where}
            found.schools += schools
            found.jobs = [
                (one, where)
                for one, where in found.jobs
                if "start" not in where or where["start"].number not in dated
            ]
        elif "education" in part.kinds and "work" not in part.kinds:
            jobs = work.read(part.lines, None, sure=False)
            found.jobs += [one for one in jobs if _sure_job(one[0]) and not _lines(one[1]) & taken]


def _evident(lines: Sequence[Line], found: Gathered) -> None:
    found.schools += [one for one in education.read(lines) if _sure_school(one[0])]
    found.jobs += [one for one in work.read(lines, None, sure=False) if _sure_job(one[0])]


def _lines(where: dict[str, Line]) -> set[int]:
    return {line.number for line in where.values()}


def _sure_school(one: Education) -> bool:
    known = one.school is not None and is_school(one.school) and is_title(one.school) < 2
    return known and one.start is not None and degree_of(one.degree or "") is not None


def _sure_job(one: Work) -> bool:
    return bool(one.start) and is_employer(one.employer or "") >= 2 and is_title(one.title or "") > 1


def _loose(parts: Sequence[Section]) -> list[Line]:
    """Lines under no title that promises anything."""
    return [line for part in parts if (part.kinds or ("",))[0] in ("", "basic") for line in part.lines]


def _distinct(found: Iterable[tuple[T, dict[str, Line]]]) -> list[tuple[T, dict[str, Line]]]:
    kept: list[tuple[T, dict[str, Line]]] = []
    for one in found:
        if one[0] not in [other for other, _ in kept]:
            kept.append(one)
    return kept
