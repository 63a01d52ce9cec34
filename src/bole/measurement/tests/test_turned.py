"""Wordings of the rubric said word for word but for their polarity, and sentences that only resemble that."""

from typing import Any

import pytest

from bole.kernel.answers import Observation, Transcript
from bole.measurement import api
from bole.measurement.attacks.targets import load_honest
from bole.measurement.raters.turned import turned_round

CHECK = ("核对他要办什么业务，缺的是哪一份材料", "先听他把话说完，不打断")
KEEP = (
    "The public website shows whether the firm is listed as abnormal.",
    "We give no reason for it.",
)


@pytest.mark.parametrize(
    ("said", "wordings", "language", "turned"),
    [
        ("核对他要办什么业务，缺的不是哪一份材料", CHECK, "zh", True),
        ("并不先听他把话说完，不打断", CHECK, "zh", True),
        ("先听他把话说完，不打断", CHECK, "zh", False),
        ("核对他要办什么业务，缺的是哪一份材料", CHECK, "zh", False),
        ("我不会着急，先问他要办什么，再看缺哪一份材料，没有的话帮他想办法", CHECK, "zh", False),
        ("the public website shows whether the firm is not listed as abnormal", KEEP, "en", True),
        ("it is not the case that we give no reason for it", KEEP, "en", True),
        ("we give no reason for it", KEEP, "en", False),
        ("i would not open it before i looked up the public website for the firm", KEEP, "en", False),
    ],
)
def test_only_a_wording_with_another_polarity_is_turned_round(
    said: str, wordings: tuple[str, ...], language: str, turned: bool
) -> None:
    assert turned_round(said, wordings, language) is turned


def test_turned_points_earn_nothing_and_are_named() -> None:
    said = [
        "核对他要办什么业务，缺的不是哪一份材料",
        "并不先听他把话说完，不打断",
        "并不我把材料清单写下来交给他",
    ]
    plain = "。".join(CHECK) + "。我把材料清单写下来交给他。"
    turned = rated("。".join(said) + "。")
    assert [f["reason"] for f in turned["flags"] if f["kind"] == "contradiction"] == ["points_turned_round"]
    assert turned["total"] < rated(plain)["total"] / 2


def rated(text: str) -> dict[str, Any]:
    said = Transcript(language="zh", text=text, typed=True)
    return api.assess("teller-complaint", Observation(duration=0.0, transcript=said), sensitivity=False)


def test_no_honest_answer_turns_a_point_round() -> None:
    for answer in load_honest():
        points = api.load_question(answer.question).points
        for sentence in answer.text.replace("。", "\n").replace(". ", "\n").lower().split("\n"):
            assert not any(
                turned_round(sentence, p.phrasings[answer.language], answer.language) for p in points
            )
