"""Schools, degrees, majors."""

import re
from collections.abc import Sequence

from bole.parsing.fields import bilingual, dates, tokens
from bole.parsing.fields.degrees import degree_of, is_major, level_of
from bole.parsing.fields.entries import Signs, best_way, ways
from bole.parsing.fields.heads import name_like
from bole.parsing.fields.labelled import Entry
from bole.parsing.fields.labels import label_of
from bole.parsing.fields.schools import NOISE, is_school
from bole.parsing.fields.sorting import MAJOR_LABEL, Sorter, degree_and_major
from bole.parsing.reference import reference
from bole.parsing.text import bulleted, squash, tidy
from bole.parsing.types import Education, Line

_AT_SCHOOL = re.compile(r"^(?:就读于?|毕业于|考入|进入|在)(?=[\u3400-\u9fff]{2,}(?:大学|学院|学校|校))")


def read(lines: Sequence[Line]) -> list[tuple[Education, dict[str, Line]]]:
    """Entries with the line of each field."""
    best = best_way(ways(lines, Signs(evident, evident, _names_degree), key="school"), _read_all, worth)
    return [(one, where) for _, one, where in best if _has_core(one)]


def _has_core(one: Education) -> bool:
    """A school that looks like one or stands beside a degree; without one a degree and what was studied."""
    if one.school:
        return is_school(one.school) or bool(one.degree) or not re.search(r"\d", one.school)
    return bool(one.degree) and (is_major(one.major) > 0 or (one.major is None and one.start is not None))


def _read_all(found: Sequence[Entry]) -> list[tuple[Entry, Education, dict[str, Line]]]:
    return [(entry, *read_entry(entry)) for entry in found]


def read_entry(entry: Entry) -> tuple[Education, dict[str, Line]]:
    """One entry by itself, and the line of each field."""
    return _by_labels(entry) if entry.fields else _by_pieces(entry)


def worth(entry: Entry, one: Education, where: dict[str, Line]) -> float:
    """How much sense an entry makes: fields that look like what they are said to be, nothing left over."""
    score = -1.5 if not one.school else 2.0 if is_school(one.school) else 0.3
    score += 1.5 if one.degree else -0.7
    score += 0.3 + 0.4 * is_major(one.major) if one.major else 0.0
    told = {line.number for line in where.values()}
    left = [line for line in (*entry.head, *entry.tail) if line.number not in told and name_like(line)]
    return score - sum(1.0 for line in left if evident(line.text) or degree_of(line.text))


def evident(text: str) -> bool:
    """Whether a school is named."""
    return any(
        is_school(token.text)
        for token in tokens.cut(text, lambda pieces: any(is_school(p.text) for p in pieces))
    )


def _names_degree(text: str) -> bool:
    """Whether a degree is named."""
    return any(
        degree_of(token.text) or degree_and_major(token.text)
        for token in tokens.cut(text, lambda pieces: any(degree_of(p.text) for p in pieces))
    )


def _by_labels(entry: Entry) -> tuple[Education, dict[str, Line]]:
    """From "学校：…" or the columns of a table; a cell may hold more than its label says."""
    found = Education()
    where: dict[str, Line] = {}
    for kind in ("school", "major", "degree"):
        if kind in entry.fields:
            value, line = entry.fields[kind]
            value = tidy(MAJOR_LABEL.sub("", value)) if kind == "major" else tidy(value)
            setattr(found, kind, value or None)
            where[kind] = line
    _split_joint(found, where)
    _finish(found, entry, where)
    return found, where


def _split_joint(found: Education, where: dict[str, Line]) -> None:
    """A column "学校/专业" or "专业（学历）" holds two fields."""
    for kind in ("school", "major"):
        value = getattr(found, kind)
        if (
            not value
            or (kind == "school" and is_school(value))
            or (kind == "major" and (found.degree or squash(value) in reference().majors))
        ):
            continue
        line = where[kind]
        sort = Sorter()
        sort.take(value, line)
        for other in ("school", "major", "degree"):
            if getattr(sort.found, other) and (other == kind or not getattr(found, other)):
                setattr(found, other, getattr(sort.found, other))
                where[other] = line


def _by_pieces(entry: Entry) -> tuple[Education, dict[str, Line]]:
    sort = Sorter()
    for line in entry.head:
        text = line.text
        if line is entry.dated and entry.period:
            before, after = dates.without(text, entry.period)
            text = f"{before}\t{_AT_SCHOOL.sub('', after.strip(' ，,。；;'))}"
        sort.take(text, line)
    for line in sorted(entry.tail[:4], key=lambda one: degree_of(one.text) is None):
        sort.more(line)
    _major_by_order(sort, entry)
    sort.settle()
    _in_both_languages(sort.found, sort.where)
    _finish(sort.found, entry, sort.where)
    return sort.found, sort.where


def _in_both_languages(found: Education, where: dict[str, Line]) -> None:
    before = (found.school, found.degree)
    if found.school:
        found.school = bilingual.whole(found.school, where["school"].text, _also_school)
    if found.degree:
        found.degree = bilingual.whole(found.degree, where["degree"].text, lambda t: degree_of(t) is not None)
    if found.major and before != (found.school, found.degree):
        found.major = bilingual.whole(found.major, where["major"].text, _also_major)


def _also_school(text: str) -> bool:
    return is_school(text) or bilingual.short_form(text)


def _also_major(text: str) -> bool:
    return not (is_school(text) or degree_of(text) or NOISE.search(text) or label_of(text))


def _major_by_order(sort: "Sorter", entry: Entry) -> None:
    """Each field on a line of its own: what stands between the school and the degree."""
    lines = entry.head[-1:] + entry.tail[:3]
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if sort.found.major or above is not sort.where.get("school") or below is not sort.where.get("degree"):
            continue
        if tidy(above.text) == sort.found.school and not bulleted(line.text):
            sort.take(line.text, line)


def _finish(found: Education, entry: Entry, where: dict[str, Line]) -> None:
    found.degree_level = level_of(found.degree)
    if entry.period:
        found.start, found.end, found.current = entry.period.start, entry.period.end, entry.period.current
        if entry.dated:
            where.update(dict.fromkeys((k for k in ("start", "end") if getattr(found, k)), entry.dated))
