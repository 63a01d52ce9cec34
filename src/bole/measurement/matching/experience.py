"""Months of work that are near to the job; a month counts once, at its nearest, internships apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bole.kernel.periods import stretch
from bole.measurement.matching.industries import load_industries
from bole.measurement.matching.lexicon import Formula, Occupation
from bole.measurement.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Stay:
    """One entry that counts: its place among ``work``, ``relation`` same, near or industry, and the months
    it adds (weighted)."""

    index: int
    relation: str
    months: float


def stays(parsed: Mapping[str, Any], job: Occupation, formula: Formula, today: date) -> list[Stay]:
    """Entries whose months count, best relation first. Entries without dates count nothing."""
    numbers = formula.experience
    ranked = []
    for index, row in enumerate(parsed.get("work") or []):
        relation = _relation(row, job)
        covered = stretch(row.get("start"), row.get("end"), current=bool(row.get("current")), today=today)
        if relation and covered.sure:
            intern = row.get("kind") == "internship"
            worth = numbers[relation] * (numbers["internship"] if intern else 1.0)
            ranked.append((worth, index, relation, covered.sure, intern))
    ranked.sort(key=lambda one: (-one[0], one[1]))
    taken: set[int] = set()
    left = int(numbers["internship_months"])
    found: list[Stay] = []
    for worth, index, relation, sure, intern in ranked:
        fresh = sorted(sure - taken)
        if intern:
            fresh, left = fresh[:left], left - len(fresh[:left])
        taken |= set(fresh)
        room = max(
            0.0, formula.experience["months_needed"] * numbers[relation] - sum(s.months for s in found)
        )
        months = len(fresh) * worth
        if relation != "same":  # ever so much of something near is not the same
            months = min(months, room)
        if months:
            found.append(Stay(index, relation, round(months, 4)))
    return found


def _relation(row: Mapping[str, Any], job: Occupation) -> str | None:
    title = normalise(row.get("title") or "").text
    if job.titles.found(title):
        return "same"
    if job.near.found(title):
        return "near"
    industries = load_industries()
    meant = frozenset().union(*(industries.meant(key) for key in job.industries))
    return "industry" if industries.of(row.get("employer") or "") in meant else None
