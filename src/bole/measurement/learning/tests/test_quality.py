"""The untrained rater on the own marked answers: order, attacks, false alarms, and what its card says."""

import random
import re
from functools import cache
from typing import Any

import pytest

from bole.measurement import api
from bole.measurement.attacks.families import FAMILIES
from bole.measurement.attacks.marked import attack_gains
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.learning.cards import rater_cards
from bole.measurement.learning.evaluating import evaluate
from bole.measurement.learning.tests.marked import exam_answers, fresh_answers, graded_answers, marked_answers

SETS = {
    "own answers": marked_answers(),
    "choosing half": graded_answers("choosing"),
    "held-out half": graded_answers("held_out"),
    "fresh answers, looked at": fresh_answers("looked_at"),
    "fresh answers, kept": fresh_answers("kept"),
    "examination answers, kept": exam_answers("kept"),
}
ATTACKED = "own answers"
LIMIT = 0.03
NEEDS_A_LIBRARY = {"agenda", "code_switch", "negated_reference", "one_denial"}  # names, plans, other language
DENIED = {"denied_ahead", "denied_behind", "negation_inserted"}


@cache
def figures(name: str) -> dict[str, Any]:
    return evaluate(api.score, SETS[name])


@cache
def gains() -> dict[str, float]:
    return attack_gains(api.score, SETS[ATTACKED])


@pytest.mark.parametrize("name", SETS)
def test_the_card_says_what_is_measured(name: str) -> None:
    card = rater_cards()["content-untrained"]
    own = next(m for m in card.measured if m.set.startswith(name))
    found = figures(name)
    assert (own.answers, own.questions) == (found["answers"], found["questions"])
    for measured in ("r", "r_length_partialled_out", "band_coverage", "band_width"):
        assert getattr(own, measured) == pytest.approx(found[measured], abs=0.006), measured
    assert own.r_interval == pytest.approx(found["r_interval"], abs=0.006)
    assert own.r_surest_80_percent == pytest.approx(found["kept_surest"]["0.8"], abs=0.006)
    worst = max(gains().values()) if name == ATTACKED else None
    assert own.worst_attack_gain == (None if worst is None else pytest.approx(worst, abs=0.006))


def test_no_attack_pays() -> None:
    found = gains()
    assert set(found) == {family.key for family in FAMILIES} - NEEDS_A_LIBRARY
    assert max(found.values()) <= LIMIT
    assert max(found[name] for name in DENIED) <= -0.1
    assert max(found[name] for name in ("other_reference", "off_topic", "question_echo")) <= 0


def test_honest_answers_are_rarely_called_a_bag() -> None:
    honest = [e for answers in SETS.values() for e in answers]
    alarms = [
        e
        for e in honest
        if "keyword_stuffing" in api.score(e.question, e.points, e.answer, e.language)["flags"]
    ]
    assert len(alarms) <= 0.02 * len(honest)


def test_pieces_pasted_together_to_and_fro_are_worth_less_than_what_they_were_cut_from() -> None:
    question = "人在剧烈运动时，为什么心跳会加快？"
    points = ["肌肉需要更多的能量，消耗的氧气增多", "心跳加快使血液循环加速，把氧气运送到肌肉"]
    said, short, pieces = (
        api.score(question, points, text)["score"]
        for text in (
            "肌肉需要更多的能量。心跳加快使血液循环加速。",
            "要更多能量，血液循环得快些。",
            "循环加速把氧气运送，多的能量消耗的氧，心跳加快使血液循，要更多的能量消",
        )
    )
    assert said > short > 0.3
    assert pieces < 0.5 * short


def test_a_good_answer_in_the_rubrics_words_is_no_string_of_keywords() -> None:
    question = "冒泡排序的基本思想是什么？复杂度如何？"
    points = [
        "依次比较相邻的两个元素，顺序错误就交换",
        "每一趟把最大的元素移到末尾",
        "最坏时间复杂度为O(n²)，是稳定的",
    ]
    for answer in (
        "比较相邻元素，顺序错误就交换，最大的移到末尾。最坏O(n²)，稳定。",
        "比较、交换、重复。O(n^2)。稳定。",
    ):
        found = api.score(question, points, answer)
        assert "keyword_stuffing" not in found["flags"]
        assert found["score"] > 0.4


def test_whole_points_may_be_said_in_any_order() -> None:
    rng = random.Random(4)
    asked = alarms = 0
    for key in sorted({e.key for e in marked_answers()}):
        items = [p for text in key[1] for p in re.split("[，；;]", text)]
        for _ in range(4):
            rng.shuffle(items)
            found = api.score(key[0], key[1], "。".join(items[: rng.randint(1, len(items))]) + "。")
            asked += 1
            alarms += "keyword_stuffing" in found["flags"]
    assert alarms <= 0.06 * asked


def test_other_references_stay_low() -> None:
    keys = sorted({e.key for e in marked_answers()})
    scores = [
        api.score(one[0], one[1], "。".join(two[1]))["score"]
        for one, two in zip(keys, keys[1:] + keys[:1], strict=True)
    ]
    assert sum(scores) / len(scores) <= 0.15
    assert max(scores) <= 0.3


def test_a_card_with_a_strange_key_is_refused(tmp_path: Any) -> None:
    (tmp_path / "x.toml").write_text('format = "bole.rater-card/2"\nkey = "x"\nhope = 1\n', "utf-8")
    with pytest.raises(RubricError):
        rater_cards(tmp_path)


def test_every_rater_of_the_doors_has_a_card() -> None:
    doors = {card.door for card in rater_cards().values()}
    answers = {f"bole.measurement.api.{name}" for name in ("assess", "score", "fit", "fit_interview")}
    assert doors == answers | {"bole.measurement.matching.match"}
    assert all(card.never and card.limits for card in rater_cards().values())


def test_every_text_of_a_card_is_there_in_both_languages() -> None:
    for card in rater_cards().values():
        for said in (card.said, *(m.said for m in card.measured)):
            for name, both in said.items():
                assert bool(both["zh"]) == bool(both["en"]), (card.key, name)
                assert both["zh"] != both["en"] or not both["en"], (card.key, name)
