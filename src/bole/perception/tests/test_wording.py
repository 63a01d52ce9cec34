"""From a recogniser's pieces to a text people can read."""

import pytest

from bole.kernel.answers import Span
from bole.perception import wording
from bole.ports.recogniser import HeardWord

SETTINGS = {
    "comma_gap": 0.2, "stop_gap": 0.5, "sentence_gap": 0.3, "boundary_seconds": 0.6, "unmarked_seconds": 0.3,
}  # fmt: skip


def heard(*pieces: tuple[str, float, float]) -> list[HeardWord]:
    return [HeardWord(*piece) for piece in pieces]


def spelled(text: str, start: float, step: float = 0.2) -> list[HeardWord]:
    return [HeardWord(c, start + i * step, start + (i + 1) * step) for i, c in enumerate(text)]


def test_script_and_marks_become_simplified_chinese():
    words = heard(
        ("換成我", 0, 0.5), ("也會著急,", 0.5, 1), (" 等了", 1, 1.2), ("40", 1.2, 1.4), ("分鐘", 1.4, 1.8)
    )
    text = wording.transcript("zh", words, [Span(0, 1.8)], SETTINGS).text
    assert text == "换成我也会着急，等了40分钟。"


@pytest.mark.parametrize("word", ["显著", "著名", "著作", "名著"])
def test_the_words_that_keep_their_zhu(word):
    assert wording.simplified(word) == word


@pytest.mark.parametrize(("gap", "mark"), [(0.1, ""), (0.25, "，"), (0.9, "。")])
def test_a_silence_becomes_the_mark_the_recogniser_left_out(gap, mark):
    second = 1.2 + gap
    words = [*spelled("我们先道歉", 0.2), *spelled("然后解释", second)]
    speech = [Span(0.2, 1.2), Span(second, second + 0.8)]
    seen = wording.transcript("zh", words, speech, SETTINGS)
    assert seen.text == f"我们先道歉{mark}然后解释。"
    assert len(seen.segments) == (2 if mark == "。" else 1)


def test_no_silence_splits_a_word():
    words = [*spelled("我们服务客", 0.2), *spelled("户就是上帝", 1.8)]
    seen = wording.transcript("zh", words, [Span(0.2, 1.2), Span(1.8, 2.8)], SETTINGS)
    assert "客户" in seen.text


def test_words_are_pushed_out_of_silences():
    words = heard((" I", 0.0, 0.4), (" see.", 0.4, 1.6), (" Then", 1.6, 3.1))
    seen = wording.transcript("en", words, [Span(0.0, 1.0), Span(2.5, 3.1)], SETTINGS)
    assert seen.text == "I see. Then"
    assert [(w.start, w.end) for w in seen.words] == [(0.0, 0.4), (0.4, 1.0), (2.5, 3.1)]


def test_numbers_keep_their_points():
    words = heard(("利率", 0, 0.4), ("3.5%,", 0.4, 1.0), ("1,000", 1.0, 1.5), ("元", 1.5, 1.7))
    assert wording.transcript("zh", words, [Span(0, 1.7)], SETTINGS).text == "利率3.5%，1,000元。"


def test_nothing_heard_is_an_empty_transcript():
    seen = wording.transcript("zh", [], [Span(0, 1)], SETTINGS)
    assert (seen.text, seen.words, seen.segments) == ("", (), ())
