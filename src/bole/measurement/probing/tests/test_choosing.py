"""The rule: what lacks evidence is asked for, at most so often, the same for everyone."""

import random

from bole.kernel.answers import Observation, Transcript
from bole.measurement import api
from bole.measurement.probing.choosing import Given, choose, inputs_sha256

COMPLAINT, TEAM, INTRODUCTION = (
    api.load_question(key) for key in ("teller-complaint", "teamwork-experience", "teller-own-mistake")
)
QUESTIONS = {q.key: q for q in (COMPLAINT, TEAM, INTRODUCTION)}


def found(question, ordinal, **values):
    """Everything was found, but for ``values`` (part with _ for :)."""
    full = {probe.when: 100.0 for probe in question.probes}
    low = {part.replace("__", ":"): value for part, value in values.items()}
    assert set(low) <= set(full)
    return Given(question.key, ordinal, question.sha256, "0" * 64, {**full, **low})


def keys(chosen):
    return [(one.question_key, one.probe_key) for one in chosen]


def test_an_answer_that_holds_everything_is_asked_nothing():
    assert choose([found(COMPLAINT, 1), found(TEAM, 2)], QUESTIONS, 2) == ()


def test_what_lacks_evidence_is_asked_for_in_the_words_of_the_library():
    (one,) = choose([found(TEAM, 1, criterion__specificity=25.1)], QUESTIONS, 2)
    assert (one.probe_key, one.when, one.value, one.below) == ("example", "criterion:specificity", 25.1, 40.0)
    assert set(one.text) == set(one.label) == {"zh", "en"}


def test_exactly_at_the_limit_is_enough():
    assert choose([found(TEAM, 1, criterion__specificity=40.0)], QUESTIONS, 2) == ()
    assert len(choose([found(TEAM, 1, criterion__specificity=39.9)], QUESTIONS, 2)) == 1


def test_one_question_is_followed_up_once_and_the_largest_gap_goes_first():
    low = found(TEAM, 2, criterion__specificity=30.0, point__own_part=0.0)
    assert keys(choose([low], QUESTIONS, 3)) == [("teamwork-experience", "own_part")]
    both = [found(COMPLAINT, 1, point__find_cause=35.0), low]
    assert keys(choose(both, QUESTIONS, 1)) == [("teamwork-experience", "own_part")]
    assert keys(choose(both, QUESTIONS, 2)) == [
        ("teller-complaint", "what_first"),
        ("teamwork-experience", "own_part"),
    ]


def test_the_maximum_holds_and_none_means_none():
    all_low = [
        Given(q.key, n, q.sha256, "0" * 64, {probe.when: 0.0 for probe in q.probes})
        for n, q in enumerate(QUESTIONS.values(), start=1)
    ]
    assert [len(choose(all_low, QUESTIONS, most)) for most in (0, 1, 2, 5)] == [0, 1, 2, 3]


def test_what_was_not_assessed_is_not_asked_for():
    nothing_known = Given(TEAM.key, 1, TEAM.sha256, "0" * 64, {})
    assert choose([nothing_known], QUESTIONS, 2) == ()


def test_the_order_in_which_answers_arrived_decides_nothing():
    rng = random.Random(5)
    given = [
        found(COMPLAINT, 1, point__find_cause=10.0),
        found(TEAM, 2, point__own_part=10.0),
        found(INTRODUCTION, 3, point__found=10.0),
    ]
    expected, digest = choose(given, QUESTIONS, 2), inputs_sha256(given, 2)
    for _ in range(6):
        rng.shuffle(given)
        assert choose(given, QUESTIONS, 2) == expected
        assert inputs_sha256(given, 2) == digest
    assert keys(expected) == [("teller-complaint", "what_first"), ("teamwork-experience", "own_part")]


def test_any_change_of_words_values_rubric_or_maximum_is_another_input():
    base = found(TEAM, 1, point__own_part=10.0)
    others = [
        Given(base.question_key, 1, base.rubric_sha256, "1" * 64, base.values),
        Given(base.question_key, 1, "1" * 64, base.words_sha256, base.values),
        found(TEAM, 1, point__own_part=10.1),
    ]
    digests = {inputs_sha256([one], 2) for one in (base, *others)} | {inputs_sha256([base], 1)}
    assert len(digests) == 5


def typed(text, language="zh"):
    return Observation(duration=0.0, transcript=Transcript(language=language, text=text, typed=True))


THIN = "我们团队合作得很好，大家互相帮助，最后完成了任务，领导也很满意。"
FULL = (
    "去年十月我们网点四个人要在两周内完成三百户老客户的信息核对。因为人手不够，进度一开始落后了一半。"
    "我负责最远的一片，和小周意见不一样的时候我请主管来定。结果我们提前两天完成，差错率从百分之三降到百分之零点五。"
)


def test_real_answers_thin_and_full():
    thin = api.given("teamwork-experience", 1, typed(THIN))
    full = api.given("teamwork-experience", 1, typed(FULL))
    assert thin is not None
    assert full is not None
    assert len(api.choose_probes([thin], 2)) == 1
    assert api.choose_probes([full], 2) == ()
    assert api.given("teamwork-experience", 1, typed(THIN)) == thin  # the same words, the same decision


def test_an_answer_nobody_could_hear_leads_to_no_probe():
    assert api.given("teamwork-experience", 1, typed("嗯。")) is None
