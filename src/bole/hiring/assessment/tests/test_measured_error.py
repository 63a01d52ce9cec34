"""The band of a score: from disturbed words, until enough people have rated the same without seeing it."""

import math
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import queries, services
from bole.hiring.assessment.models import ErrorTable, Report, Review
from bole.hiring.assessment.tests.test_compare import copy_of
from bole.hiring.assessment.tests.test_norms import rerate
from bole.hiring.conftest import NOW, Answered

pytestmark = pytest.mark.django_db
KEY = "service_orientation"
LEVELS = [1.0, 2.5, 3.0, 4.5, 5.0]


def rated_twice(report: Report, n: int, **more: Any) -> list[float]:
    """``n`` reports with a person's card each; the differences machine − person of ``KEY`` in points."""
    machine = next(c["score"] for c in report.body["competencies"] if c["competency"] == KEY)
    apart = []
    for number in range(n):
        level = LEVELS[number % len(LEVELS)]
        one = copy_of(report, "50.0")
        with system_scope("test"):
            Review.objects.create(
                unit_id=one.unit_id,
                candidate_id=one.candidate_id,
                report=one,
                reviewer_id=more.get("reviewer_id"),
                blind=more.get("blind", True),
                ratings={KEY: level, "communication": None},
                started_at=NOW,
                locked_at=NOW if more.get("locked", True) else None,
            )
        apart.append(machine - 25 * (level - 1))
    return apart


def card(report: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in report.body["competencies"] if c["competency"] == KEY)
    return found


def test_fifty_double_ratings_switch_the_band(answered: Answered, report: Report) -> None:
    assert card(report)["sem_basis"] == "sensitivity"
    apart = rated_twice(report, 50, reviewer_id=answered.cast.chief.id)
    by_hand = round(math.sqrt(sum(d * d for d in apart) / (2 * 50)), 2)
    (table,) = services.freeze_errors(now=NOW)
    assert (table.competency, table.n, table.sem) == (KEY, 50, by_hand)
    assert table.low is not None
    assert table.high is not None
    assert table.low < by_hand < table.high
    rerate(report)
    made = answered.compile()
    mine = card(made)
    assert (mine["sem_basis"], mine["sem"]) == ("measured", by_hand)
    expected = [max(0.0, mine["score"] - 1.96 * by_hand), min(100.0, mine["score"] + 1.96 * by_hand)]
    assert mine["band"] == pytest.approx(expected, abs=0.051)
    assert made.body["provenance"]["errors"] == {KEY: {"version": 1, "n": 50, "sem": by_hand}}
    others = [c for c in made.body["competencies"] if c["competency"] != KEY]
    assert {c["sem_basis"] for c in others if c["score"] is not None} == {"sensitivity"}
    weights = {c["competency"]: c["weight"] for c in made.body["competencies"] if c["score"] is not None}
    sems = {c["competency"]: c["sem"] for c in made.body["competencies"]}
    total = math.sqrt(sum((w * sems[k]) ** 2 for k, w in weights.items())) / sum(weights.values())
    assert made.body["total_sem"] == pytest.approx(total, abs=0.006)


def test_the_report_that_was_there_stays_as_it_was(answered: Answered, report: Report) -> None:
    rated_twice(report, 50, reviewer_id=answered.cast.chief.id)
    services.freeze_errors(now=NOW)
    rerate(report)
    answered.compile()
    with system_scope("test"):
        old = Report.objects.get(pk=report.pk)
    assert (old.hash, old.body) == (report.hash, report.body)
    assert card(old)["sem_basis"] == "sensitivity"


@pytest.mark.parametrize(
    ("n", "how"), [(49, {}), (50, {"blind": False}), (50, {"locked": False})], ids=["49", "seen", "open"]
)
def test_fewer_or_seen_or_unfinished_cards_do_not(
    answered: Answered, report: Report, n: int, how: dict[str, Any]
) -> None:
    rated_twice(report, n, reviewer_id=answered.cast.chief.id, **how)
    assert services.freeze_errors(now=NOW) == []
    assert queries.measured_errors() == {}


def test_the_newest_figure_counts_and_the_same_makes_no_version(answered: Answered, report: Report) -> None:
    rated_twice(report, 50, reviewer_id=answered.cast.chief.id)
    services.freeze_errors(now=NOW)
    assert services.freeze_errors(now=NOW) == []
    rated_twice(report, 10, reviewer_id=answered.cast.chief.id)
    services.freeze_errors(now=NOW)
    assert ErrorTable.objects.count() == 2
    assert queries.measured_errors()[KEY].n == 60


def test_two_people_beside_the_machine_are_three_ratings(answered: Answered, report: Report) -> None:
    rated_twice(report, 50, reviewer_id=answered.cast.chief.id)
    machine = card(report)["score"]
    with system_scope("test"):
        review = Review.objects.order_by("report_id").first()
        assert review is not None
        first = 25 * (review.ratings[KEY] - 1)
        Review.objects.create(
            unit_id=review.unit_id,
            candidate_id=review.candidate_id,
            report_id=review.report_id,
            reviewer_id=answered.cast.hr.id,
            blind=True,
            ratings={KEY: 2.0},
            started_at=NOW,
            locked_at=NOW,
        )
        rows = [float(r[KEY]) for r in Review.objects.values_list("ratings", flat=True)]
    (table,) = services.freeze_errors(now=NOW)
    three = [machine, first, 25.0]
    mean = sum(three) / 3
    pairs = [25 * (level - 1) for level in rows]
    pairs.remove(first)
    pairs.remove(25.0)
    squares = sum((x - mean) ** 2 for x in three) + sum((machine - p) ** 2 / 2 for p in pairs)
    assert table.sem == pytest.approx(math.sqrt(squares / (2 + 49)), abs=0.006)
