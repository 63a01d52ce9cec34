from typing import Any

import pytest

from bole.measurement.api import total_with


def answer(key: str, **scores: float | None) -> dict[str, Any]:
    ratings = [{"competency": k, "kind": "competency", "score": v} for k, v in scores.items()]
    return {"question_key": key, "result": {"ratings": ratings}}


BODY = {
    "portrait": {"weights": {"care": 60, "order": 40}},
    "answers": [answer("a", care=50.0, order=80.0), answer("b", care=70.0)],
}


def test_the_total_of_a_report_with_other_scores_of_one_answer() -> None:
    assert total_with(BODY, "c", {}) == pytest.approx((60 * 60 + 40 * 80) / 100)
    assert total_with(BODY, "a", {"care": 90.0, "order": 80.0}) == pytest.approx((60 * 80 + 40 * 80) / 100)
    assert total_with(BODY, "a", {"care": None, "order": 80.0}) == pytest.approx((60 * 70 + 40 * 80) / 100)


def test_missing_weight_leaves_no_total() -> None:
    assert total_with(BODY, "a", {"care": 50.0, "order": None}) is None


def test_the_report_is_only_read() -> None:
    before = repr(BODY)
    total_with(BODY, "a", {"care": 1.0})
    assert repr(BODY) == before
