"""Months of work. Certain months pass a rule, possible ones keep it open; nothing missing is made up."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bole.hiring.screening.rules.catalogue import Catalogue
from bole.hiring.screening.rules.reading import Line, Read
from bole.hiring.screening.rules.sentences import Words, number
from bole.kernel.periods import holes, month_of, together, written

Seen = tuple[Literal["pass", "fail", "unknown", "question"], Words, Sequence[Line]]
Entries = list[tuple[int, Mapping[str, Any]]]
PRINTED = ("employer", "title", "start", "end")


def judge(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Seen:
    """Years in an industry, months in which jobs overlap counted once."""
    rows = _jobs(read, internships=test["internships"])
    if not read.entries("work"):
        return "unknown", {"zh": "简历中没有读到工作经历", "en": "no work was found"}, []
    meant = catalogue.industries.meant(test["industry"])
    inside, unclear = [], []
    for index, row in rows:
        industry = catalogue.industries.of(row.get("employer") or "")
        if industry in meant:
            inside.append((index, row))
        elif industry is None:
            unclear.append((index, row))
    return _decided(test["years"], inside, unclear, read)


def _decided(years: float, inside: Entries, unclear: Entries, read: Read) -> Seen:
    """``unclear``: jobs whose employer shows no industry; they may count, and nobody says they do."""
    need = round(years * 12)
    sure = together(read.months(row) for _, row in inside)
    perhaps = together(read.months(row) for _, row in [*inside, *unclear])
    lines = _lines(inside, read)
    value = _value(len(sure.sure), len(perhaps.possible), perhaps.known)
    if len(sure.sure) >= need:
        return "pass", value, lines
    if len(perhaps.possible) < need and perhaps.known:
        return "fail", value, lines or _lines(_jobs(read, internships=True), read)
    return "unknown", _why_open(value, inside, unclear, read), lines + _lines(unclear, read)


def _why_open(value: Words, inside: Entries, unclear: Entries, read: Read) -> Words:
    reasons: list[tuple[str, str]] = []
    if any(not read.months(row).known for _, row in [*inside, *unclear]):
        reasons.append(("有一段没有写明起止时间", "an entry has no dates"))
    elif any(not read.months(row).exact for _, row in [*inside, *unclear]):
        reasons.append(("日期没有写到月份", "months are missing in dates"))
    if unclear:
        names = "、".join(str(row.get("employer") or "?") for _, row in unclear[:3])
        reasons.append((f"看不出行业：{names}", f"industry not known: {names}"))
    zh, en = "；".join(r[0] for r in reasons), "; ".join(r[1] for r in reasons)
    return {"zh": f"{value['zh']}（{zh}）", "en": f"{value['en']} ({en})"}


def _value(sure: int, possible: int, known: bool) -> Words:
    least, most = number(round(sure / 12, 1)), number(round(possible / 12, 1))
    if not known:
        return {"zh": f"至少 {least} 年", "en": f"at least {least} years"}
    if sure == possible:
        return {"zh": f"{least} 年", "en": f"{least} years"}
    return {"zh": f"{least}–{most} 年", "en": f"{least}–{most} years"}


def gaps(test: Mapping[str, Any], read: Read, _: Catalogue) -> Seen:
    """Stretches after the first job in which neither work nor school is printed: something to ask about."""
    jobs = [read.months(row) for _, row in _jobs(read, internships=True)]
    schools = [read.months(row) for row in read.entries("education")]
    full = [read.months(row) for _, row in _jobs(read, internships=False)]
    began = [min(one.possible) for one in full if one.possible]
    if not full:
        return "pass", {"zh": "没有全职工作经历", "en": "no full-time work yet"}, []
    if not began or any(not one.known for one in jobs):
        return "question", {"zh": "工作起止时间不全", "en": "dates of work are incomplete"}, _undated(read)
    covered = together([*jobs, *schools]).possible
    found = [
        (first, last)
        for first, last in holes(covered, min(began), month_of(read.today))
        if last - first + 1 >= test["months"]
    ]
    if not found:
        return "pass", {"zh": "没有这样的空白", "en": "no such gap"}, []
    zh = "、".join(f"{written(a)} 至 {written(b)}（{b - a + 1} 个月）" for a, b in found)
    en = ", ".join(f"{written(a)} to {written(b)} ({b - a + 1} months)" for a, b in found)
    return "question", {"zh": zh, "en": en}, _around(found, read)


def _around(found: Sequence[tuple[int, int]], read: Read) -> list[Line]:
    """The lines of the jobs before and after the gaps."""
    edges = {month for first, last in found for month in (first - 1, last + 1)}
    rows = [(i, row) for i, row in _jobs(read, internships=True) if read.months(row).possible & edges]
    return _lines(rows, read)


def _undated(read: Read) -> list[Line]:
    return _lines([(i, r) for i, r in _jobs(read, internships=True) if not read.months(r).known], read)


def _jobs(read: Read, *, internships: bool) -> Entries:
    return [
        (index, row)
        for index, row in enumerate(read.entries("work"))
        if internships or row.get("kind", "job") == "job"
    ]


def _lines(rows: Entries, read: Read) -> list[Line]:
    return [line for index, row in rows for line in read.lines_of(f"work[{index}]", row, PRINTED)]
