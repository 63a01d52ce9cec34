"""What another rubric would change: the difference report of a finished run, format bole.rescore/1."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bole.hiring.assessment.models import Report, RescoredAnswer, Rescoring
from bole.measurement import api as measurement
from bole.measurement import norms
from bole.measurement.norms import Change
from bole.measurement.reliability import Estimate

FORMAT = "bole.rescore/1"
CHUNK = 200
Scores = Mapping[str, float | None]


@dataclass
class Sides:
    """The same scores before and after, in one order."""

    before: list[float | None] = field(default_factory=list)
    after: list[float | None] = field(default_factory=list)

    def add(self, before: float | None, after: float | None) -> None:
        """One person."""
        self.before.append(before)
        self.after.append(after)

    def to_json(self) -> dict[str, Any]:
        """Mean and spread of the change, and whether the order held."""
        return _change(norms.change(self.before, self.after))


def scores_of(result: Mapping[str, Any]) -> dict[str, float | None]:
    """Competency → score of one analyse object."""
    return {r["competency"]: r["score"] for r in result["ratings"] if r["kind"] == "competency"}


def of_run(run: Rescoring) -> dict[str, Any]:
    """The report: per competency and for the interviews' totals; who would cross his pass mark."""
    competencies: dict[str, Sides] = {}
    totals, reports = Sides(), _Reports(run.question_key)
    codes: Counter[str] = Counter()
    rubrics: Counter[str] = Counter()
    for row, before in _rows(run):
        if row.error_code:
            codes[row.error_code] += 1
            continue
        rubrics[before["provenance"]["rubric_sha256"]] += 1
        standing = scores_of(before)
        for key in sorted({*standing, *row.scores}):
            competencies.setdefault(key, Sides()).add(standing.get(key), row.scores.get(key))
        reports.take(row)
    reports.flush()
    for key, old in reports.before.items():
        totals.add(old, reports.after[key])
    return {
        "format": FORMAT,
        "question": run.question_key,
        "run": {"version": run.version, "started_at": run.started_at.isoformat()},
        "rubric_sha256": {"before": dict(sorted(rubrics.items())), "after": run.rubric_sha256},
        "answers": {"n": sum(rubrics.values()), "left_out": dict(sorted(codes.items()))},
        "competencies": {key: sides.to_json() for key, sides in sorted(competencies.items())},
        "total": totals.to_json(),
        "pass_mark": reports.crossings(),
    }


class _Reports:
    """The standing report of every interview and its total with the new scores, a chunk at a time."""

    def __init__(self, question_key: str) -> None:
        self.question_key = question_key
        self.waiting: dict[UUID, tuple[UUID, Scores]] = {}  # interview → answer, scores
        self.before: dict[UUID, float | None] = {}
        self.after: dict[UUID, float | None] = {}
        self.marks: dict[UUID, float] = {}

    def take(self, row: RescoredAnswer) -> None:
        self.waiting[row.rating.interview_id] = (row.rating.answer_id, row.scores)
        if len(self.waiting) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        for report in Report.objects.filter(interview_id__in=self.waiting, latest=True).order_by("pk"):
            answer_id, scores = self.waiting[report.interview_id]
            if str(answer_id) in {a.get("answer_id") for a in report.body.get("answers", ())}:
                self.before[report.pk] = None if report.total is None else float(report.total)
                self.after[report.pk] = measurement.total_with(report.body, self.question_key, scores)
                self.marks[report.pk] = float(report.body["portrait"]["pass_mark"])
        self.waiting = {}

    def crossings(self) -> dict[str, Any]:
        found = norms.crossings(self.before, self.after, self.marks)
        return {
            "n": found.n,
            "reports_now_above": [str(key) for key in found.up],
            "reports_now_below": [str(key) for key in found.down],
        }


def _rows(run: Rescoring) -> Iterator[tuple[RescoredAnswer, dict[str, Any]]]:
    """The run's answers with the rating that stands; words erased meanwhile leave nothing to compare with."""
    for row in run.answers.select_related("rating").order_by("pk").iterator(chunk_size=CHUNK):
        before = row.rating.result
        if before is None:
            row.error_code = row.error_code or "erased"
        yield row, before or {}


def _change(found: Change) -> dict[str, Any]:
    return {
        "n": found.n,
        "lost": found.lost,
        "gained": found.gained,
        "mean": _estimate(found.mean),
        "sd": _rounded(found.sd),
        "largest": _rounded(found.largest),
        "rank_correlation": _estimate(found.order),
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "value": _rounded(found.value),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
        "reason": found.reason,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0
