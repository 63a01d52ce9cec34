import pytest

from bole.hiring.pipeline.rules import labels


@pytest.mark.parametrize(
    ("kind", "label", "sentence", "word"),
    [
        ("ai_interview", "85.0", "AI 面试得分 85 分", "85 分"),
        ("ai_interview", "ai:85.5", "AI 面试得分 85.5 分", "85.5 分"),
        ("panel", "panel:90", "结构化面试得分 90 分", "90 分"),
        ("check", "check:clear", "背景调查无异常", "无异常"),
        ("offer", "offer:signed", "offer 签署完成", "已签署"),
        ("onboarding", "onboarding:joined", "已入职", "已入职"),
        ("screening", "", "", ""),
        ("screening", "surge:high", "", "high"),
        ("pool", "70", "", "70"),
    ],
)
def test_what_a_stage_left_is_said_in_words(kind: str, label: str, sentence: str, word: str) -> None:
    assert labels.sentence(kind, label, "zh") == sentence
    assert labels.word(kind, label, "zh") == word


def test_every_code_has_both_languages() -> None:
    for table in (labels.SAID, labels.SCORES):
        for pair in table.values():
            assert all(set(words) == {"zh", "en"} for words in pair)
