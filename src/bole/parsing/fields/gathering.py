"""Which entries a document holds: those of the sections that promise them, and those that show by themselves
what they are, wherever they stand.

The title above a line is a hint, no gate. Below a title this program has no word for, below one that was
not seen, or in the section before, a school with a degree and an employer with a title are what they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bole.parsing.fields import education, mixed, work
from bole.parsing.fields.degrees import degree_of, is_major
from bole.parsing.fields.names import is_title
from bole.parsing.fields.schools import is_school
from bole.parsing.fields.sections import LISTS, UNKNOWN, Section
from bole.parsing.types import Education, Line, Work

Schools = list[tuple[Education, dict[str, Line]]]
T = TypeVar("T", Education, Work)
S = TypeVar("S", Education, Work)
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
    _misplaced(parts, found)
    for part in parts:
        if part.kinds and part.kinds[0] in _SPILL:
            _evident(part.lines, found)
    loose = [line for line in _loose(parts) if line.number not in set(person)]
    schools, jobs = mixed.read(loose)
    if not found.schools:
        found.schools = schools or [one for one in education.read(loose) if one[0].school]
    if not any("work" in part.kinds for part in parts) and not any(
        one.kind == "job" for one, _ in found.jobs
    ):
        found.jobs = (jobs or work.read(loose, None, sure=False)) + found.jobs
    return Gathered(_distinct(found.schools), _distinct(found.jobs))


def _promised(part: Section, found: Gathered) -> None:
    """What the title says the section holds."""
    if "education" in part.kinds and "work" in part.kinds:
        schools, jobs = mixed.read(part.lines)
        found.schools += schools
        found.jobs += jobs
        return
    if "education" in part.kinds:
        found.schools += education.read(part.lines)
    if "work" in part.kinds:
        found.jobs += work.read(part.lines, None)
    elif "internship" in part.kinds:
        found.jobs += work.read(part.lines, "internship")


def _misplaced(parts: Sequence[Section], found: Gathered) -> None:
    """Schools below a title about work, employers below one about schools: the title between was not
    seen."""
    for part in parts:
        working = bool({"work", "internship"} & set(part.kinds))
        if working == ("education" in part.kinds):
            continue
        schools, jobs = mixed.read(part.lines)
        if working:
            _move(found.jobs, [one for one in schools if _sure_school(one[0])], found.schools)
        else:
            _move(found.schools, [one for one in jobs if _other_job(one[0])], found.jobs)


def _move(
    wrong: list[tuple[S, dict[str, Line]]],
    right: list[tuple[T, dict[str, Line]]],
    into: list[tuple[T, dict[str, Line]]],
) -> None:
    """Entries of the other kind take the place of what was read from the same period."""
    dated = {where["start"].number for _, where in right if "start" in where}
    wrong[:] = [one for one in wrong if "start" not in one[1] or one[1]["start"].number not in dated]
    into += right


def _other_job(one: Work) -> bool:
    """A job where schools are promised: both names known, or a title that is no field of study."""
    taught = is_school(one.employer or "") and is_title(one.title or "") > 1 and not is_major(one.title)
    return mixed.sure_job(one) or (taught and bool(one.start))


def _evident(lines: Sequence[Line], found: Gathered) -> None:
    schools, jobs = mixed.read(lines)
    found.schools += [one for one in schools if _sure_school(one[0])]
    found.jobs += [one for one in jobs if mixed.sure_job(one[0])]


def _sure_school(one: Education) -> bool:
    known = one.school is not None and is_school(one.school) and is_title(one.school) < 2
    return known and one.start is not None and degree_of(one.degree or "") is not None


def _loose(parts: Sequence[Section]) -> list[Line]:
    """Lines under no title that promises anything."""
    return [line for part in parts if (part.kinds or ("",))[0] in ("", "basic") for line in part.lines]


def _distinct(found: Iterable[tuple[T, dict[str, Line]]]) -> list[tuple[T, dict[str, Line]]]:
    kept: list[tuple[T, dict[str, Line]]] = []
    for one in found:
        if one[0] not in [other for other, _ in kept]:
            kept.append(one)
    return kept
