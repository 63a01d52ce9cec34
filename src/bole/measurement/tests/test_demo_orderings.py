"""Every ordering asked of the sample clips, on the recognised words of our own clips and on our own texts."""

import pytest

from bole.kernel.answers import Event
from bole.measurement.tests.material import items
from bole.measurement.tests.rating import kinds, rated, scores
from bole.measurement.tests.recognised import card, heard, rate

TELLER, ELDERLY = "teller-complaint-strong", "rm-elderly-product-strong"
ENGLISH, RAMBLING = "teamwork-experience-english", "teamwork-experience-rambling"
CONTENT = ("structure", "coverage", "relevance", "specificity", "compliance", "customer_orientation")
COMPARED = ("structure", "relevance", "specificity", "compliance")
BAND = 100 / 3  # low, medium, high


def _lesser(kind):
    """Scores of our weak, stuffed or off-topic answers to the teller's question, by id."""
    return {
        i.id: scores(rated(i.question, i.language, i.text))
        for i in items()
        if i.question == "teller-complaint" and i.language == "zh" and kind in (i.kind, i.quality)
    }


@pytest.mark.parametrize("kind", ["weak", "rambling", "keyword_stuffing", "off_topic", "empty_template"])
def test_the_strong_clip_outranks_lesser_answers(kind):
    lesser = _lesser(kind)
    strong = scores(card(TELLER))
    assert lesser
    for name, low in lesser.items():
        for criterion in COMPARED:
            assert strong[criterion] > low[criterion], (name, criterion)


@pytest.mark.parametrize("kind", ["weak", "keyword_stuffing", "off_topic"])
def test_strong_advice_to_the_elderly_outranks_them_too(kind):
    strong = scores(card(ELDERLY))
    for name, low in _lesser(kind).items():
        for criterion in ("structure", "specificity"):
            assert strong[criterion] > low[criterion], (name, criterion)


def test_a_strong_english_answer_outranks_a_rambling_one():
    strong, rambling = scores(card(ENGLISH)), scores(card(RAMBLING))
    for criterion in ("structure", "relevance", "specificity"):
        assert strong[criterion] > rambling[criterion], criterion


def test_keywords_alone_stay_below_the_strong_clip_and_within_a_band_of_the_weak():
    strong = scores(card(TELLER))
    weak = _lesser("weak")
    for name, stuffed in _lesser("keyword_stuffing").items():
        for criterion in CONTENT:
            assert stuffed[criterion] < strong[criterion], (name, criterion)
            assert stuffed[criterion] <= min(w[criterion] for w in weak.values()) + BAND, (name, criterion)


def test_another_subject_is_least_relevant():
    off = max(s["relevance"] for s in _lesser("off_topic").values())
    others = [*_lesser("weak").values(), *_lesser("rambling").values(), scores(card(TELLER))]
    assert all(off <= s["relevance"] for s in others)


def test_words_about_the_subject_are_nearer_to_it_than_a_story_that_never_touches_it():
    off = min(s["relevance"] for s in _lesser("off_topic").values())
    assert all(off < s["relevance"] for s in _lesser("keyword_stuffing").values())


def test_a_lively_and_a_frozen_face_give_the_same_content():
    lively = (
        Event("nod", 3.0, 4.5, 2.0),
        Event("smile", 6.0, 9.0, 0.6),
        Event("look_away", 12.0, 13.0, 20.0),
    )
    moved, frozen = rate(ELDERLY, heard(ELDERLY, lively)), rate(ELDERLY, heard(ELDERLY))
    assert moved["ratings"] == frozen["ratings"]
    assert moved["flags"] == frozen["flags"]


@pytest.mark.parametrize("clip", [TELLER, ELDERLY, ENGLISH, RAMBLING])
def test_no_clip_is_flagged_and_its_quotes_are_verbatim(clip):
    rating = card(clip)
    assert kinds(rating) == set()
    for row in rating["ratings"]:
        if row["score"] is not None:
            assert abs(sum(e["points"] for e in row["evidence"]) - row["score"]) <= 0.1
        assert all(e["quote"] is None or e["quote"] in rating["transcript"]["text"] for e in row["evidence"])
