"""The proof that a rubric works: for each question beside this file, written answers come out in their order.

The answers were written before the rubric was tried on them, but by the hand that wrote it: their order is
evidence, their height is not.
"""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from bole.measurement import api
from bole.measurement.tests.rating import kinds, rated

FOLDER = Path(__file__).parent / "material"
KEYS = sorted(path.stem for path in FOLDER.glob("*.toml"))
ORDER = ("strong", "middling", "weak")
GAP = 5.0  # points of 100 between two neighbours


def _answers(key, language):
    return tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))[language]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_better_answers_score_higher_and_the_best_is_not_suspected(key, language):
    answers = _answers(key, language)
    cards = [rated(key, language, answers[name]) for name in ORDER if name in answers]
    totals = [card["total"] for card in cards]
    assert None not in totals
    assert all(higher - lower >= GAP for higher, lower in pairwise(totals)), totals
    assert kinds(cards[0]) == set()
    assert totals[0] >= 60, totals


def test_every_question_of_a_framework_but_the_first_five_has_answers():
    first = {"teller-complaint", "rm-elderly-product", "risk-colleague-violation", "teamwork-experience",
             "self-introduction"}  # fmt: skip
    assert set(api.question_keys()) - first == set(KEYS)
    for key in KEYS:
        assert set(_answers(key, "zh")) >= set(ORDER)
        assert set(_answers(key, "en")) >= {"strong", "weak"}
