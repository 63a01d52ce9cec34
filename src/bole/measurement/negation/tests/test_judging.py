"""Floors of the measured figures, and the door's promises."""

import pytest

from bole.measurement.negation.judging import judge
from bole.measurement.negation.measuring import figures, page, pairs, with_table

FLOORS = {"development": (0.97, 0.95), "held out": (0.88, 0.87), "fresh": (0.88, 0.36)}


def test_the_set_is_large_and_mixed():
    labels = [p.label for p in pairs()]
    assert len(labels) >= 400
    assert min(labels.count(k) for k in ("contradiction", "negation", "none")) >= 90
    assert len({p.why for p in pairs() if p.why}) >= 8


@pytest.mark.parametrize("part", FLOORS)
def test_precision_and_recall_stay_above_the_floor(part):
    precision, recall = FLOORS[part]
    found = figures(part)
    assert found.precision >= precision
    assert found.recall >= recall


def test_the_published_table_is_the_measured_one():
    text = page().read_text(encoding="utf-8")
    assert with_table(text) == text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_statement_never_opposes_itself(language):
    for pair in pairs():
        if pair.language == language:
            assert judge(pair.statement, pair.statement, language).relation != "opposed", pair.statement


def test_empty_and_foreign_texts_are_open():
    assert judge("", "不会上报", "zh").relation == "open"
    assert judge("我会上报", "", "zh").relation == "open"
    assert judge("I report it", "Das Wetter ist schön", "en").relation == "open"


def test_an_order_of_importance_can_be_turned_round():
    assert judge("客户的利益比业绩重要", "业绩比客户的利益重要", "zh").relation == "opposed"
    assert judge("客户的利益比业绩重要", "业绩没有客户的利益重要", "zh").relation == "same"
