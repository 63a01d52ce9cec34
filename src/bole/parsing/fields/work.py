"""Employers and titles."""

import re
from collections.abc import Sequence

from bole.parsing.fields import bilingual, dates, rhythm, tokens
from bole.parsing.fields.assigning import assign, merged, put
from bole.parsing.fields.entries import Signs, best_way, ways
from bole.parsing.fields.heads import name_like
from bole.parsing.fields.labelled import Entry
from bole.parsing.fields.labels import pairs
from bole.parsing.fields.names import (
    DEPARTMENT,
    SURE_EN,
    employer_rank,
    is_employer,
    is_title,
    only_part,
)
from bole.parsing.fields.pieces import countable, cut
from bole.parsing.fields.schools import is_school
from bole.parsing.reference import reference, words
from bole.parsing.text import bulleted, has_cjk, squash, strip_bullet, tidy
from bole.parsing.types import Line, Work, WorkKind

_INTERN = re.compile(
    r"实习(?!律师(?!助理))|见习生|\bintern(?:ship)?\b|\bplacement\b|summer analyst|\bco-op\b", re.IGNORECASE
)
_CAMPUS = re.compile(words()["campus"], re.IGNORECASE)
_TOWN = re.compile(r"[A-Z][A-Za-z. ]+, [A-Z]{2}$")  # "Oakland, CA" in a cell of its own
_HOW_LONG = re.compile(
    r"[\[(（【]\s*(?:共|约)?\s*(?:\d+\s*(?:年|years?|yrs?)半?)?[\s,，]*(?:\d+\s*(?:个?月|months?|mos?))?\s*[\])）】]",
    re.IGNORECASE,
)
_PROJECT = re.compile(r"项目$|系统$|平台$|课题")

Read = list[tuple[Work, dict[str, Line]]]


def read(lines: Sequence[Line], kind: WorkKind | None, *, sure: bool = True) -> Read:
    """Entries with the line of each field. ``kind``: what the section's title says, None when it says
    neither; ``sure``: the section is about work; else only entries that name an employer count."""
    best = best_way(ways(lines, Signs(evident, _names_employer), key="employer"), _read_all, worth)
    found: Read = []
    for entry, one, where in best:
        whole = " ".join(line.text for line in (*entry.head, *(line for _, line in entry.fields.values())))
        one.kind = kind or one.kind
        if _wanted(one, whole, sure=sure):
            found.append((one, where))
    return _with_inherited(found)


def _read_all(found: Sequence[Entry]) -> list[tuple[Entry, Work, dict[str, Line]]]:
    """Each entry by itself; then those little is known of, as the others are set."""
    read = [(entry, *read_entry(entry)) for entry in found]
    places = [rhythm.places(entry, _head_pieces(entry)) if not entry.fields else {} for entry in found]
    usual = rhythm.usual(
        (place[one.employer], place[one.title])
        for (_, one, _), place in zip(read, places, strict=True)
        if one.employer in place and one.title in place and _plain_to_see(one)
    )
    for (_, one, where), place in zip(read, places, strict=True):
        if usual and place and not _plain_to_see(one):
            _as_usual(one, where, place, usual)
    return read


def read_entry(entry: Entry) -> tuple[Work, dict[str, Line]]:
    """One entry by itself, and the line of each field."""
    one, where = _by_labels(entry) if entry.fields else _by_pieces(entry)
    whole = " ".join(line.text for line in (*entry.head, *(line for _, line in entry.fields.values())))
    one.kind = "internship" if _INTERN.search(one.title or "") or _INTERN.search(whole) else "job"
    return one, where


def _plain_to_see(one: Work) -> bool:
    """Whether both names show by themselves what they are."""
    return is_employer(one.employer or "") >= 2 and is_title(one.title or "") > 1


def _as_usual(
    one: Work, where: dict[str, Line], place: rhythm.Places, usual: tuple[rhythm.Slot, rhythm.Slot]
) -> None:
    """Take for the employer and the title what stands where the other entries have theirs."""
    texts = {slot: (text, line) for text, (slot, line) in place.items()}
    employer, title = (texts.get(slot) for slot in usual)
    if employer is None or title is None or is_employer(title[0]) >= 2:
        return
    if is_title(employer[0]) > 1 and is_employer(employer[0]) < 2:
        return
    put(one, where, "employer", employer)
    put(one, where, "title", title)


def worth(entry: Entry, one: Work, where: dict[str, Line]) -> float:
    """How much sense an entry makes: names that look like what they are said to be, no name left over."""
    employer, title = one.employer or "", one.title or ""
    score = min(employer_rank(employer), 2.5) if employer else -1.5
    score += min(is_title(title), 2.0) if title else -1.0
    if is_title(employer) > 1 and is_employer(employer) < 2:
        score -= 2.0
    if is_employer(title) >= 2 and is_title(title) < 2:
        score -= 2.0
    told = {line.number for line in where.values()}
    left = [line for line in (*entry.head, *entry.tail) if line.number not in told and name_like(line)]
    return score - sum(1.0 for line in left if len(line.text) < 40 and evident(line.text))


def _wanted(one: Work, whole: str, *, sure: bool) -> bool:
    if not (one.employer or one.title):
        return False
    if sure:
        return is_title(one.title or "") > 1 or _plausible(one.employer or "", alone=not one.title)
    if not one.employer or not one.title or is_employer(one.employer) < 2:
        return False
    return not _CAMPUS.search(whole) and not is_school(one.employer)


def _plausible(employer: str, *, alone: bool) -> bool:
    """An employer without a known title: one known as such, or at least a short name and no project."""
    if _PROJECT.search(employer) or (alone and is_employer(employer) == 0):
        return False
    return is_employer(employer) > 0 or len(employer) <= (12 if has_cjk(employer) else 40)


def evident(text: str) -> bool:
    """Whether an employer or a title is named."""
    pieces = tokens.cut(text, lambda found: any(is_employer(p.text) > 1 for p in found))
    return any(is_employer(piece.text) > 1 or is_title(piece.text) > 1 for piece in pieces)


def _names_employer(text: str) -> bool:
    """Whether an employer is named, surely or perhaps."""
    return any(is_employer(piece) >= 1 for piece in cut(text) if countable(piece))


def _by_labels(entry: Entry) -> tuple[Work, dict[str, Line]]:
    found = Work()
    where: dict[str, Line] = {}
    for kind in ("employer", "title"):
        if kind in entry.fields:
            value, line = entry.fields[kind]
            setattr(found, kind, tidy(value.replace("\n", " ")) or None)
            where[kind] = line
    if found.employer and not found.title:
        sort = _pieces([(found.employer, where["employer"])])
        if sort[0].title and sort[0].employer:
            found.employer, found.title, where = sort[0].employer, sort[0].title, sort[1]
    _finish(found, entry, where)
    return found, where


def _head_texts(entry: Entry) -> list[tuple[str, Line]]:
    """The lines of the head, without the period."""
    texts = []
    for line in entry.head:
        text = line.text
        if line is entry.dated and entry.period:
            before, after = dates.without(text, entry.period)
            text = f"{before}\t{after}"
        cells = [cell for cell in strip_bullet(text).split("\t") if not _TOWN.match(cell.strip())]
        texts.append(("\t".join(cells).strip(" ，,。；;"), line))
    return texts


def _head_pieces(entry: Entry) -> list[tuple[str, Line]]:
    """The pieces of the head and of two short lines below it, in the order printed."""
    texts = _head_texts(entry) + [(line.text, line) for line in entry.tail[:2] if _short(line)]
    return merged([(part, line) for text, line in texts for part in cut(text) if countable(part)])


def _by_pieces(entry: Entry) -> tuple[Work, dict[str, Line]]:
    found, where = _pieces(_head_texts(entry))
    for line in entry.tail[:2]:
        whole = found.employer and found.title and not only_part(found.employer)
        if whole or not _short(line):
            break
        more, places = _pieces([(line.text, line)])
        for kind in ("employer", "title"):
            value = getattr(more, kind)
            if (
                value
                and (not getattr(found, kind) or (kind == "employer" and only_part(found.employer, value)))
                and (is_employer(value) > 1 if kind == "employer" else is_title(value) > 1)
            ):
                setattr(found, kind, value)
                where[kind] = places[kind]
    _whole_title(found, where)
    _by_order(found, where, entry)
    _in_both_languages(found, where)
    _finish(found, entry, where)
    return found, where


def _in_both_languages(found: Work, where: dict[str, Line]) -> None:
    if found.employer:
        found.employer = bilingual.whole(found.employer, where["employer"].text, _also_employer)
    if found.title:
        found.title = bilingual.whole(found.title, where["title"].text, _also_title)


def _also_employer(text: str) -> bool:
    return is_title(text) < 2 and (is_employer(text) >= 1 or bilingual.short_form(text))


def _also_title(text: str) -> bool:
    return is_title(text) > 1 and is_employer(text) < 2


def _by_order(found: Work, where: dict[str, Line], entry: Entry) -> None:
    """A period alone on its line, below it the employer, below that a title this program has no word for."""
    if found.title or len(entry.head) != 2 or not entry.tail or entry.dated is not entry.head[0]:
        return
    line = entry.tail[0]
    fits = _short(line) and 2 <= len(line.text.strip()) <= 12 and not re.search(r"[\d，,]", line.text)
    if where.get("employer") is entry.head[1] and fits and not DEPARTMENT.search(line.text):
        put(found, where, "title", (line.text, line))


def _short(line: Line) -> bool:
    text = line.text.strip()
    if bulleted(text) or re.search(r"[。；！？!?]", text):
        return False
    return len(text) <= (32 if has_cjk(text) else 80) and not any(k == "ignored" for k, _ in pairs(line))


def _finish(found: Work, entry: Entry, where: dict[str, Line]) -> None:
    if entry.period:
        found.start, found.end, found.current = entry.period.start, entry.period.end, entry.period.current
        if entry.dated:
            where.update(dict.fromkeys((k for k in ("start", "end") if getattr(found, k)), entry.dated))


def _pieces(texts: Sequence[tuple[str, Line]]) -> tuple[Work, dict[str, Line]]:
    """Employer and title among the pieces of the head lines."""
    found = Work()
    where: dict[str, Line] = {}
    pieces: list[tuple[str, Line]] = []
    for printed, line in texts:
        text = _HOW_LONG.sub("\t", printed)
        told = [(k, v) for k, v in pairs(Line(tuple(text.split("\t")))) if k in ("employer", "title")]
        for kind, value in told:
            if not getattr(found, kind):
                setattr(found, kind, tidy(value))
                where[kind] = line
        if not told:
            pieces += [(part, line) for part in cut(text)]
    pieces = [(text, line) for text, line in pieces if countable(text)]
    assign(found, where, merged(pieces))
    return found, where


def _whole_title(found: Work, where: dict[str, Line]) -> None:
    """ "Vice President, Corporate Banking" on a line without the employer is one title."""
    line = where.get("title")
    if line is None or found.title is None or has_cjk(found.title):
        return
    period = dates.find(line.text, single=False)
    text = "\t".join(dates.without(line.text, period)) if period else line.text
    for cell in re.split(r"[\t|，]|\s[—–-]+\s", text):
        whole = tidy(cell)
        if found.employer and found.employer in whole:
            continue
        rest = re.match(rf"{re.escape(found.title)},\s*([A-Za-z][A-Za-z &/-]+)$", whole)
        named = rest and (SURE_EN.search(rest[1]) or squash(rest[1]) in reference().places)
        if rest and found.employer and not named:
            found.title = whole


def _covers(all_of: Work, one: Work) -> bool:
    """An employer with all the years spent there, above the single posts: "某银行（2011.06 – 至今）"."""
    if all_of.title or not all_of.employer or not all_of.start or not one.start or not one.title:
        return False
    ended = all_of.current or (all_of.end or "") >= (one.end or "9999")
    whole = one.employer is None or only_part(one.employer) or one.employer == all_of.employer
    return all_of.start <= one.start and ended and whole


def _with_inherited(found: Read) -> Read:
    """Several roles below one employer: each gets its name; the line with the employer alone is no entry."""
    kept: Read = []
    employer: tuple[str, Line] | None = None
    umbrella: Work | None = None
    for one, where in found:
        above = kept[-1][0] if kept else None
        if above and _covers(above, one):
            one.employer, where["employer"] = above.employer, kept[-1][1]["employer"]
            umbrella = kept.pop()[0]
        elif umbrella and _covers(umbrella, one):
            one.employer = umbrella.employer
        if one.employer and "employer" in where:
            employer = (one.employer, where["employer"])
        elif employer and one.title:
            one.employer, where["employer"] = employer[0], employer[1]
            if kept and kept[-1][0].employer == employer[0] and kept[-1][0].title is None:
                kept.pop()
        kept.append((one, where))
    return [(one, where) for one, where in kept if one.employer or one.title]
