"""Lines under no title that promises anything: schools and jobs among them, told apart by what they show.

Each period may be the head of a school or of a job, with no line of names above it or up to three. The
choice of all of them together that explains most names is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from bole.parsing.fields import education, work
from bole.parsing.fields.dates import Period
from bole.parsing.fields.degrees import degree_of, is_major
from bole.parsing.fields.heads import head_period, name_like
from bole.parsing.fields.labelled import Entry
from bole.parsing.fields.names import is_employer, is_title
from bole.parsing.fields.schools import is_school
from bole.parsing.types import Education, Line, Work

_MOST_ABOVE = 3
_MOST = 24  # periods; a longer list is no résumé without titles
_UNUSED = 0.4  # what a line in a head costs that names nothing
Found = tuple[list[tuple[Education, dict[str, Line]]], list[tuple[Work, dict[str, Line]]]]


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry read both ways; ``above``: lines before its period."""

    above: int
    school: tuple[Education, dict[str, Line]]
    job: tuple[Work, dict[str, Line]]
    as_school: float
    as_job: float


def read(lines: Sequence[Line]) -> Found:
    """(schools, jobs) that show by themselves what they are."""
    lines = [line for line in lines if line.text.strip()]
    heads = [(n, p) for n, line in enumerate(lines) if (p := head_period(line, singles=False))]
    if not heads or len(heads) > _MOST:
        return [], []
    chosen = _best(lines, heads)
    schools = [one.school for one in chosen if one.as_school > one.as_job and _sure_school(one.school[0])]
    jobs = [one for one in chosen if one.as_job >= one.as_school]
    usual = {one.above for one in jobs if sure_job(one.job[0])}
    return schools, [one.job for one in jobs if sure_job(one.job[0]) or _alike(one, usual)]


def _best(lines: Sequence[Line], heads: Sequence[tuple[int, Period]]) -> list[_Read]:
    """From the last period to the first: the best reading of what follows, for each number of lines above."""
    after: dict[int, tuple[float, list[_Read]]] = {0: (0.0, [])}
    stop = len(lines)
    for n in range(len(heads) - 1, -1, -1):
        place, period = heads[n]
        first = heads[n - 1][0] + 1 if n else 0
        here: dict[int, tuple[float, list[_Read]]] = {}
        for above, later in product(_above(lines, first, place), after):
            if stop - later <= place:
                continue
            one = _read(lines, place, period, above, stop - later)
            sense = max(one.as_school, one.as_job) + after[later][0]
            if above not in here or sense > here[above][0]:
                here[above] = (sense, [one, *after[later][1]])
        after, stop = here, place
    return max(after.values(), key=lambda found: found[0])[1]


def _above(lines: Sequence[Line], first: int, place: int) -> list[int]:
    counts = [0]
    while (
        counts[-1] < _MOST_ABOVE
        and place - counts[-1] - 1 >= first
        and name_like(lines[place - counts[-1] - 1])
    ):
        counts.append(counts[-1] + 1)
    return counts


def _read(lines: Sequence[Line], place: int, period: Period, above: int, stop: int) -> _Read:
    head, tail = list(lines[place - above : place + 1]), list(lines[place + 1 : stop])
    if not above and tail and name_like(tail[0]):
        head, tail = [*head, tail[0]], tail[1:]
    entry = Entry(head, tail[:4], period, lines[place])
    school, job = education.read_entry(entry), work.read_entry(entry)
    return _Read(
        above,
        school,
        job,
        education.worth(entry, *school) - _unused(entry, school[1]),
        work.worth(entry, *job) - _unused(entry, job[1]),
    )


def _unused(entry: Entry, where: dict[str, Line]) -> float:
    told = {line.number for line in where.values()}
    return _UNUSED * sum(line.number not in told for line in entry.head)


def _sure_school(one: Education) -> bool:
    return is_school(one.school or "") and bool(degree_of(one.degree or "") or is_major(one.major) > 0)


def sure_job(one: Work) -> bool:
    """Whether employer and title show by themselves what they are."""
    return bool(one.start) and is_employer(one.employer or "") >= 2 and is_title(one.title or "") > 1


def _alike(one: _Read, usual: set[int]) -> bool:
    """A job of which one name is known, set as those of which both are."""
    job = one.job[0]
    named = bool(job.employer and job.title) and not is_school(job.employer or "")
    return (
        named
        and one.above in usual
        and (is_employer(job.employer or "") >= 2 or is_title(job.title or "") > 1)
    )
