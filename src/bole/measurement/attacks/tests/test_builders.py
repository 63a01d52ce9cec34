"""What the builders make, without any rater."""

from random import Random

import pytest

from bole.measurement import api
from bole.measurement.attacks.cutting import pieces, reference, sentences
from bole.measurement.attacks.families import FAMILIES
from bole.measurement.attacks.sounding import respelled
from bole.measurement.attacks.targets import LOW, Target, load_honest, targets

QUESTIONS = [api.load_question(key) for key in ("teller-complaint", "rm-elderly-product")]
AIMED = targets(QUESTIONS, load_honest(), ("zh", "en"))
ZH = next(t for t in AIMED if t.name == "teller-complaint:zh")
BY_KEY = {family.key: family for family in FAMILIES}


def built(key: str, target: Target = ZH):
    return list(BY_KEY[key].build(target, Random("1")))


def test_there_are_enough_families_and_no_key_twice():
    assert len(BY_KEY) == len(FAMILIES) >= 12


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
@pytest.mark.parametrize("target", AIMED, ids=lambda target: target.name)
def test_every_family_attacks_and_does_so_the_same_way_twice(family, target):
    first, again = (list(family.build(target, Random("x"))) for _ in range(2))
    assert first == again
    assert all(attack.text.strip() for attack in first)
    assert first, "a family that attacks nothing measures nothing"


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.basis == "host"], ids=lambda f: f.key)
def test_what_is_held_against_its_original_has_one(family):
    assert all(attack.host and attack.host != attack.text for attack in family.build(ZH, Random("x")))


def test_fragments_hold_the_rubrics_characters_and_nothing_else():
    leaked = set("".join(word for point in ZH.points for word in point))
    for attack in built("shuffled_grams"):
        assert set(attack.text) <= leaked
        assert "，" not in attack.text


def test_weak_answers_are_the_hosts_of_padding():
    hosts = {answer.text for answer in ZH.answers(LOW)}
    for key in ("repetition", "keyword_tail", "order", "false_figures", "emotion"):
        assert {attack.host for attack in built(key)} <= hosts
    assert all(attack.text.count(attack.host[:20]) == 3 for attack in built("repetition"))


def test_negated_points_are_all_negated():
    said = sentences(built("negated_reference")[0].text, "zh")
    assert len(said) == len(ZH.points)
    assert all(any(no in s for no in ("不会", "不打算", "没必要", "才不", "用不着", "从来不")) for s in said)


def test_another_questions_key_points_are_not_ones_own():
    own = {word for point in ZH.points for word in point}
    for attack in built("other_reference"):
        assert not any(wording in attack.text for wording in own)


def test_without_another_question_there_is_none_to_borrow_from():
    alone = targets(QUESTIONS[:1], load_honest(), ("zh",))[0]
    assert built("other_reference", alone) == []


def test_facts_are_removed():
    for attack in built("facts_removed"):
        assert len(attack.text) < len(attack.host)
        assert not any(digit in attack.text for digit in "0123456789")


def test_sound_alikes_sound_alike_but_look_different():
    from pypinyin import lazy_pinyin

    word = "我会先向客户道歉"
    other = respelled(word, "zh", Random("1"))
    assert other != word
    assert lazy_pinyin(list(other)) == lazy_pinyin(list(word))


def test_pieces_lose_nothing():
    text = "，".join(reference(ZH))
    assert "".join(pieces(text, "zh", 5)) == text.replace("，", "")
    assert " ".join(pieces("one two three four five", "en", 4)) == "one two three four five"


def test_hidden_orders_carry_characters_no_eye_sees():
    assert all("\u200b" in attack.text for attack in built("hidden_order"))
