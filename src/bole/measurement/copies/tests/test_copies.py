"""Near-copies are found through recognition errors and disguise; different answers are not."""

from itertools import permutations

import pytest

from bole.measurement import copies
from bole.measurement.tests.material import items
from bole.measurement.tests.noise import misheard

ALL = [i for i in items() if i.kind == "honest" and len(i.text) > 60]
HONEST = [i for i in items("honest_zh", "honest_en") if len(i.text) >= (100 if i.language == "zh" else 400)]


def sketch(text: str) -> copies.Signature:
    found = copies.signature(copies.pieces(text).set)
    assert found is not None
    return found


def test_no_two_answers_of_different_people_to_one_question_are_near_copies() -> None:
    pairs = [(a, b) for a, b in permutations(ALL, 2) if (a.question, a.language) == (b.question, b.language)]
    shares = [copies.match(a.text, b.text).share for a, b in pairs]
    assert len(pairs) > 200
    assert not [1 for a, b in pairs if copies.match(a.text, b.text).near_copy]
    assert max(shares) < 0.35


@pytest.mark.parametrize(("rate", "least"), [(0.05, 1.0), (0.1, 1.0), (0.15, 0.8)])
def test_the_same_words_misheard_twice_are_still_found(rate: float, least: float) -> None:
    found = candidates = 0
    for item in HONEST:
        one, two = (misheard(item.text, item.language, rate, seed) for seed in (1, 2))
        found += copies.match(one, two).near_copy
        candidates += bool(set(copies.bands(sketch(one))) & set(copies.bands(sketch(two))))
    assert found >= least * len(HONEST)
    assert candidates >= 0.95 * len(HONEST)


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: text.replace("。", " ！ "),
        lambda text: "\u200b".join(text),
        lambda text: text.replace("户", "戶").replace("证", "證").replace("经", "經"),
        lambda text: "我先自我介绍一下，我叫小林，很高兴来面试。" + text + "我的回答就是这些，谢谢大家。",
        lambda text: text[len(text) // 2 :] + text[: len(text) // 2],
    ],
)
def test_disguise_does_not_hide_a_copy(disguise: object) -> None:
    text = next(i.text for i in HONEST if i.language == "zh" and len(i.text) > 120)
    assert callable(disguise)
    changed = disguise(text)
    found = copies.match(changed, text)
    assert found.near_copy
    assert all(changed[a:b] for a, b in found.spans)


def test_the_question_itself_is_nobodys() -> None:
    asked = (
        "如果一位老年客户想把全部积蓄拿来买一款他并不了解的理财产品，你会怎么做，请结合具体的步骤说明你的理由和"
        "处理办法，并说明你如何保证他听懂了其中的风险。"
    )
    mine, theirs = asked + "我会劝他想一想。", asked + "我先问用途。"
    assert copies.match(mine, theirs).near_copy
    assert not copies.match(mine, theirs, common=[asked]).near_copy


def test_little_text_is_never_a_copy() -> None:
    assert not copies.match("谢谢您的提问，我觉得很好。", "谢谢您的提问，我觉得很好。").near_copy
    assert copies.signature(copies.pieces("好").set) is None
    assert copies.match("", "").share == 0.0
    assert not copies.match("我先向客户道歉" * 20, "I apologise first " * 30).near_copy


def test_a_stored_signature_is_read_back_and_never_changes() -> None:
    made = sketch("我先向客户道歉，再给客户几个可选的办法。")
    assert copies.likeness(copies.read_signature(made.tobytes()), made) == 1.0
    assert made[:3].tolist() == [172912861, 69606876, 324895263]
