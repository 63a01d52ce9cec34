"""Two branches, the same answers: the reports differ by the shown weights and nothing else."""

from typing import Any

import pytest

from bole.measurement.reporting.compiling import compile_report

LABELS = {key: {"zh": key, "en": key} for key in ("service", "patience", "mandarin")}
BASE = {"key": "teller", "version": 1, "pass_mark": 60.0, "labels": LABELS,
        "weights": {"service": 60.0, "patience": 40.0}}  # fmt: skip
HERE = {
    **BASE, "version": 2, "weights": {"service": 49.0, "patience": 36.0, "mandarin": 15.0},
    "base": {"version": 1, "unit": {"zh": "东", "en": "East"}},
    "delta": [
        {"competency": key, "label": LABELS[key], "base": base, "here": here, "difference": here - base}
        for key, base, here in (("service", 60.0, 49.0), ("patience", 40.0, 36.0), ("mandarin", 0.0, 15.0))
    ],
}  # fmt: skip


def report(portrait: dict[str, Any], **scores: float | None) -> dict[str, Any]:
    ratings = [
        {"competency": key, "kind": "competency", "score": score, "sem": None, "sem_basis": None, "level": 3,
         "reason": None if score is not None else "not_assessed", "evidence": [], "raise": None, "weight":
         10.0, "label": LABELS[key], "anchors": {}}
        for key, score in scores.items()
    ]  # fmt: skip
    answer = {"question_key": "q", "ordinal": 1, "answer_id": "a", "kind": "video", "prompt": {},
              "result": {"ratings": ratings, "provenance": {}}}  # fmt: skip
    return compile_report(
        portrait=portrait, guide={}, answers=[answer], law="default", language="zh", anchors={}, measured={}
    )


@pytest.mark.parametrize(
    "scores",
    [
        {"service": 80.0, "patience": 50.0, "mandarin": 100.0},
        {"service": 33.3, "patience": 91.7, "mandarin": 0.0},
        {"service": 71.0, "patience": 64.2, "mandarin": None},  # a person rates it later
        {"service": None, "patience": 64.2, "mandarin": 50.0},  # too much is missing for a total
    ],
)
def test_the_total_under_head_offices_weights_is_the_other_branchs_total(
    scores: dict[str, float | None],
) -> None:
    here, there = report(HERE, **scores), report(BASE, **scores)
    assert here["branch"]["total_base"] == there["total"]
    if there["total"] is not None:
        assert here["branch"]["difference"] == round(here["total"] - there["total"], 1)
    shared = [{c["competency"]: c["score"] for c in one["competencies"]} for one in (here, there)]
    assert {k: shared[0][k] for k in shared[1]} == shared[1]


def test_head_offices_own_report_says_nothing_of_branches() -> None:
    assert "branch" not in report(BASE, service=80.0, patience=50.0)
