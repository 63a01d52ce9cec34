"""Cues: what they find, what a denial does to them, and what is found in spite of recognition errors."""

import pytest

from bole.measurement.text.cues import can_be_met, parse_cue
from bole.measurement.text.remnants import orphans


def found(source: str, text: str, language: str = "zh"):
    return parse_cue(source, language).find(text, language)


@pytest.mark.parametrize(
    ("source", "text", "language"),
    [
        ("不能|不会 & 承诺|保证", "收益我不能承诺", "zh"),
        ("不能|不会 & 承诺|保证", "保证这两个字我不会说", "zh"),
        ("不能|不会 & 承诺|保证", "我不能骗您，也不能承诺收益", "zh"),
        ("承诺|保证 & 不能|不会", "承诺是不能给的", "zh"),
        ("cannot|never & promise*", "i can never promise a return", "en"),
    ],
)
def test_a_cue_that_brings_its_own_denial_is_not_denied_by_it(source, text, language):
    assert found(source, text, language)


@pytest.mark.parametrize(
    ("source", "text", "language"),
    [
        ("道歉 & 客户", "我不会向客户道歉", "zh"),
        ("不能|不会 & 承诺|保证", "能不能承诺，会不会保证", "zh"),
        ("不能|不会 & 承诺|保证", "我不能不承诺", "zh"),
        ("apologi* & customer", "i would not apologise to the customer", "en"),
        ("cannot|not & promise*", "i not only promise a return", "en"),
    ],
)
def test_what_is_denied_or_no_denial_is_not_found(source, text, language):
    assert found(source, text, language) is None


def test_a_cue_without_any_wording_of_its_own_is_named():
    assert can_be_met(parse_cue("不能 & 承诺", "zh"), "zh")
    assert can_be_met(parse_cue("not & promise*", "en"), "en")
    assert not can_be_met(parse_cue("承诺|保证 & !承诺|保证", "zh"), "zh")


@pytest.mark.parametrize(
    ("source", "heard", "strength"),
    [
        ("道歉", "我到欠了", 0.96),
        ("授权委托书", "带上授委托书", 0.85),
        ("授权委托书", "带上授全伟托书", 0.96),
        ("授权委托书", "带上授钱委托书", 0.85),
        ("及时沟通", "我会积极沟通协调", None),
        ("访谈 & 老人", "我们先去防了几位老人", None),
        ("保险 & 五十万", "有存款险，五十万以内都赔", 0.65),
    ],
)
def test_words_are_found_though_misheard(source, heard, strength):
    hit = found(source, heard)
    assert (hit and hit.strength) == strength
    assert hit is None or hit.by_sound


def test_what_is_left_of_a_word_needs_the_rest_of_the_cue():
    assert found("保险", "有存款险") is None
    assert found("保险 & 不会|不能", "有风险不能不说") is None
    assert orphans("我先向客户道歉") == ()
    assert orphans("有存款险的") == (3,)
