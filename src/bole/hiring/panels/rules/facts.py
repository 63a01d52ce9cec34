"""The numbers rules look at: what the frozen report measured, and what the résumé prints."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Any

from bole.hiring.panels.rules.book import Book
from bole.kernel.periods import Stretch, holes, month_of, said, stretch, together, written

CRITERIA = (
    "structure", "coverage", "relevance", "specificity", "compliance", "customer_orientation", "fluency",
)  # fmt: skip
YEAR = 12
SHORTEST = 200  # characters of transcript below which counted words say nothing


def of_report(body: Mapping[str, Any], book: Book) -> dict[str, Any]:
    """Facts of the whole report; what could not be measured is not there."""
    results = [answer.get("result") or {} for answer in body.get("answers", ())]
    found: dict[str, Any] = {
        key: round(fmean(scores), 1) for key in CRITERIA if (scores := _scores(results, key))
    }
    text = "".join((one.get("transcript") or {}).get("text") or "" for one in results)
    language = "en" if str(body.get("language", "")).startswith("en") else "zh"
    if len(text) >= SHORTEST:
        for key, words in (("insisting", book.insisting), ("inviting", book.inviting)):
            found[key] = round(1000 * counted(text, words[language]) / len(text), 1)
    flags = list(body.get("flags", ()))
    found["template_answers"] = _flagged(flags, "empty_template")
    found["contradictions"] = _flagged(flags, "contradiction")
    return found


def _scores(results: Iterable[Mapping[str, Any]], criterion: str) -> list[float]:
    return [
        float(one["score"])
        for result in results
        for one in result.get("ratings") or ()
        if one["competency"] == criterion and one.get("score") is not None
    ]


def _flagged(flags: Sequence[Mapping[str, Any]], kind: str) -> int:
    return len({one.get("question_key") for one in flags if one.get("kind") == kind})


def counted(text: str, words: Sequence[str]) -> int:
    """How often any of the words stands in the text; English ones as whole words, ``*`` for any ending."""
    lowered = text.lower()
    total = 0
    for word in words:
        if word.isascii():
            pattern = re.escape(word).replace(r"\*", r"\w*")
            total += len(re.findall(rf"\b{pattern}\b", lowered))
        else:
            total += lowered.count(word)
    return total


def of_competencies(body: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Facts of each competency of the report, heaviest first."""
    cut = (body.get("portrait") or {}).get("pass_mark")
    rows = sorted(body.get("competencies", ()), key=lambda c: (-(c.get("weight") or 0), c["competency"]))
    return {one["competency"]: _competency(one, cut) for one in rows}


def _competency(one: Mapping[str, Any], cut: Any) -> dict[str, Any]:
    score = one.get("score")
    said = [e for e in one.get("evidence") or () if e.get("kind") != "absence"]
    found = {"weight": one.get("weight") or 0, "scored": 1 if score is not None else 0, "evidence": len(said)}
    if score is not None:
        found["score"] = round(float(score), 1)
        if cut is not None:
            found["pass_gap"] = round(abs(float(score) - float(cut)), 1)
    if one.get("sem") is not None:
        found["sem"] = round(float(one["sem"]), 1)
    return found


def of_resume(parsed: Mapping[str, Any] | None, today: date) -> dict[str, Any]:
    """Gaps and moves a résumé prints; nothing is said where dates are missing."""
    if not parsed:
        return {}
    rows = list(parsed.get("work") or ())
    jobs = [row for row in rows if row.get("kind", "job") == "job"]
    found: dict[str, Any] = {"jobs": len(jobs)}
    found |= _gap(jobs, rows, list(parsed.get("education") or ()), today)
    starts = [(start, _employer(row)) for row in jobs if (start := _start(row, today)) is not None]
    found["employers_12m"] = _most_within(starts)
    lengths = [len(one.possible) for row in jobs if (one := _months(row, today)).exact]
    if lengths and len(lengths) == len(jobs):
        found["mean_months"] = round(fmean(lengths), 1)
    return found


def _gap(jobs: Any, rows: Any, schools: Any, today: date) -> dict[str, Any]:
    """The longest stretch after the first job that nothing may cover."""
    held = [_months(row, today) for row in rows]
    began = [min(one.possible) for row in jobs if (one := _months(row, today)).possible]
    if not began or any(not one.known for one in held):
        return {}
    covered = together([*held, *(_months(row, today) for row in schools)]).possible
    open_ones = holes(covered, min(began), month_of(today))
    if not open_ones:
        return {"gap_months": 0}
    first, last = max(open_ones, key=lambda pair: pair[1] - pair[0])
    return {"gap_months": last - first + 1, "gap_from": _said(first), "gap_to": _said(last)}


def _said(month: int) -> dict[str, str]:
    """A month as the question says it, in both languages."""
    return {language: said(written(month), language) for language in ("zh", "en")}


def _months(row: Mapping[str, Any], today: date) -> Stretch:
    return stretch(row.get("start"), row.get("end"), current=bool(row.get("current")), today=today)


def _start(row: Mapping[str, Any], today: date) -> int | None:
    found = _months(row, today)
    return min(found.sure) if found.sure else None


def _employer(row: Mapping[str, Any]) -> str:
    return re.sub(r"[\W_]+", "", str(row.get("employer") or "")).lower()


def _most_within(starts: Sequence[tuple[int, str]]) -> int:
    """The most different employers begun within any twelve months."""
    return max(
        (len({name for month, name in starts if first <= month < first + YEAR}) for first, _ in starts),
        default=0,
    )
