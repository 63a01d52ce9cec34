"""The rule raters under a small part of the suite. What they do not withstand stands in docs/explanation."""

from functools import cache

import pytest

from bole.measurement import api
from bole.measurement.attacks import figures, raters, running
from bole.measurement.attacks.families import FAMILIES
from bole.measurement.attacks.targets import load_honest, targets

AIMED = {"zh": "teller-complaint", "en": "risk-colleague-violation"}
HELD = (
    "shuffled_grams", "windows", "filler_between", "framed_keywords", "sound_alikes", "taken_back",
    "question_echo", "other_reference", "off_topic", "reference_twice", "facts_removed",
    "code_switch", "reversed_order", "repetition", "padding", "empty_template", "template_around",
    "false_figures", "customer_words", "slogans", "emotion", "order", "foreign_order", "embedded_order",
    "machine_order", "hidden_order",
)  # fmt: skip


@cache
def found(language: str) -> figures.Figures:
    questions = [api.load_question(key) for key in AIMED.values()]
    honest = [a for a in load_honest() if a.question in AIMED.values()]
    chosen = [f for f in FAMILIES if f.key in HELD]
    aimed = targets(questions, honest, (language,))
    result = running.run(raters.rules, aimed, chosen, frozenset({AIMED[language]}))
    return figures.figures(result)


@pytest.mark.parametrize("language", AIMED)
def test_the_families_that_are_withstood_stay_so(language):
    over = {f.family.key: f.gain for f in found(language).families if not f.kept}
    assert not over
    assert {f.family.key for f in found(language).families} == set(HELD)


@pytest.mark.parametrize("language", AIMED)
def test_mean_and_tail_of_these_are_within_the_limits(language):
    limits = found(language).limits
    assert limits["mean_gain"]
    assert limits["tail"]


@pytest.mark.parametrize("language", AIMED)
def test_no_honest_answer_to_these_questions_is_suspected(language):
    assert found(language).accused == ()
