"""The untrained rater on the own marked answers: order, attacks, false alarms, and what its card says."""

import random
import re
from functools import cache
from typing import Any

import pytest

from bole.measurement import api
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.learning.attacks import FAMILIES, negated
from bole.measurement.learning.cards import rater_cards
from bole.measurement.learning.evaluating import evaluate
from bole.measurement.learning.tests.marked import graded_answers, marked_answers

SETS = {
    "own answers": marked_answers(),
    "choosing half": graded_answers("choosing"),
    "held-out half": graded_answers("held_out"),
}


@cache
def figures(name: str) -> dict[str, Any]:
    return evaluate(api.score, SETS[name])


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
    assert own.worst_attack_gain == pytest.approx(max(found["attack_gain"].values()), abs=0.006)


def test_no_attack_pays() -> None:
    gains = figures("own answers")["attack_gain"]
    assert set(gains) == set(FAMILIES)
    dressed_up = {name for name in gains if name.endswith("_weak")}  # a real answer stays in them
    assert max(gain for name, gain in gains.items() if name not in dressed_up) <= -0.1
    assert max(gains[name] for name in dressed_up) <= 0.025
    nothing = gains["question_echo"]  # scores 0: all that weak answers earn is lost
    assert all(gains[name] <= 0.86 * nothing for name in negated(list(gains)))


def test_honest_answers_are_rarely_called_a_bag() -> None:
    honest = [e for answers in SETS.values() for e in answers]
    alarms = [
        e
        for e in honest
        if "keyword_stuffing" in api.score(e.question, e.points, e.answer, e.language)["flags"]
    ]
    assert len(alarms) <= 0.02 * len(honest)


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
    (tmp_path / "x.toml").write_text('format = "bole.rater-card/1"\nkey = "x"\nhope = 1\n', "utf-8")
    with pytest.raises(RubricError):
        rater_cards(tmp_path)


def test_every_rater_of_the_doors_has_a_card() -> None:
    doors = {card.door for card in rater_cards().values()}
    assert doors == {f"bole.measurement.api.{name}" for name in ("assess", "score", "fit", "fit_interview")}
    assert all(card.never and card.limits for card in rater_cards().values())
