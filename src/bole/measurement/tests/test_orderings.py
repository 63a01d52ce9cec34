"""Strong answers outrank weak, rambling and off-topic ones; attacks do not gain."""

from statistics import mean

import pytest

from bole.measurement.tests.material import items
from bole.measurement.tests.rating import rated, scores

QUESTIONS = (
    "teller-complaint",
    "rm-elderly-product",
    "risk-colleague-violation",
    "teamwork-experience",
    "self-introduction",
)
CRITERIA = ("structure", "relevance", "specificity")


def _scores(question, language, choose):
    return [
        (i.id, scores(rated(i.question, i.language, i.text)))
        for i in items()
        if i.question == question and i.language == language and choose(i)
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("criterion", CRITERIA)
def test_each_strong_answer_outranks_each_weak_one(question, language, criterion):
    strong = _scores(question, language, lambda i: i.quality == "strong")
    weak = _scores(
        question,
        language,
        lambda i: i.quality in ("weak", "rambling") or i.kind in ("off_topic", "keyword_stuffing"),
    )
    assert strong
    assert weak
    for strong_id, high in strong:
        for weak_id, low in weak:
            assert high[criterion] > low[criterion], (strong_id, weak_id)


@pytest.mark.parametrize("question", QUESTIONS)
def test_stuffing_gains_nothing_over_a_weak_answer(question):
    weak = _scores(question, "zh", lambda i: i.quality == "weak")
    stuffed = _scores(question, "zh", lambda i: i.kind == "keyword_stuffing")
    for criterion in ("structure", "coverage", "relevance", "specificity"):
        assert mean(s[criterion] for _, s in stuffed) <= mean(s[criterion] for _, s in weak)


def test_off_topic_is_least_relevant():
    for question in QUESTIONS:
        for language in ("zh", "en"):
            off = _scores(question, language, lambda i: i.kind == "off_topic")
            told = _scores(question, language, lambda i: i.quality in ("strong", "medium"))
            assert max(s["relevance"] for _, s in off) < min(s["relevance"] for _, s in told)


def test_off_topic_is_no_more_relevant_than_bare_words_about_the_subject():
    for question in (
        q for q in QUESTIONS if q != "self-introduction"
    ):  # whose subject is anything about oneself
        for language in ("zh", "en"):
            off = _scores(question, language, lambda i: i.kind == "off_topic")
            listed = _scores(question, language, lambda i: i.kind == "keyword_stuffing")
            if off and listed:
                assert mean(s["relevance"] for _, s in off) <= mean(s["relevance"] for _, s in listed)
