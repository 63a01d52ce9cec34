"""How far the match agrees with the order of library/matching/labelled.toml.

``python -m bole.measurement.matching.tests.evaluate``

Of all pairs of résumés of one job with different grades: the share in which the better one has the higher
match (ties count half). The résumés and grades are bole's own.
"""

import tomllib
from collections import defaultdict
from datetime import date
from itertools import combinations
from statistics import mean
from typing import Any

from bole.measurement import matching
from bole.parsing import api
from bole.parsing.reference import library_dir

TODAY = date(2026, 11, 22)


def portrait(job: str) -> tuple[dict[str, float], dict[str, dict[str, str]]]:
    """Weights and labels of a job of the library."""
    rows = tomllib.loads((library_dir() / "jobs" / f"{job}.toml").read_text("utf-8"))["competency"]
    return {row["key"]: float(row["weight"]) for row in rows}, {row["key"]: row["label"] for row in rows}


def match(job: str, whole: dict[str, Any]) -> dict[str, Any]:
    """The match of a parsed résumé to a job of the library."""
    weights, labels = portrait(job)
    return matching.match(
        job=job, weights=weights, labels=labels, parsed=whole, lines=whole["lines"],
        barred=frozenset(), today=TODAY,
    )  # fmt: skip


def labelled() -> tuple[dict[str, str], list[dict[str, Any]]]:
    """(résumés by key, pairs)."""
    raw = tomllib.loads((library_dir() / "matching" / "labelled.toml").read_text("utf-8"))
    return {row["key"]: row["text"] for row in raw["resumes"]}, raw["pairs"]


def measured() -> dict[str, Any]:
    """Concordance over all jobs and by job, and the mean match of each grade."""
    texts, pairs = labelled()
    read = {key: api.parse(text.encode()).to_json() for key, text in texts.items()}
    scored = [(one["job"], one["grade"], match(one["job"], read[one["resume"]])["score"]) for one in pairs]
    by_job: defaultdict[str, list[float]] = defaultdict(list)
    for (job, grade, score), (other, lower, less) in combinations(scored, 2):
        if job == other and grade != lower:
            difference = (score - less) * (1 if grade > lower else -1)
            by_job[job].append(1.0 if difference > 0 else 0.5 if difference == 0 else 0.0)
    grades = {g: round(mean(s for _, grade, s in scored if grade == g), 1) for g in (3, 2, 1, 0)}
    whole = [one for rows in by_job.values() for one in rows]
    jobs = {job: round(mean(rows), 3) for job, rows in by_job.items()}
    rows = [(p["job"], p["resume"], p["grade"], s[2]) for p, s in zip(pairs, scored, strict=True)]
    return {
        "pairs": len(pairs),
        "compared": len(whole),
        "concordance": round(mean(whole), 3),
        "jobs": jobs,
        "grades": grades,
        "scored": rows,
    }


if __name__ == "__main__":
    found = measured()
    for row in sorted(found.pop("scored"), key=lambda one: (one[0], -one[3])):
        print(*row)
    print(found)
