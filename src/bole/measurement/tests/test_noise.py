"""Recognition errors move scores little: homophones and dropped characters at 5, 10 and 15 in a hundred."""

import tomllib
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from bole.measurement import api
from bole.measurement.scoring.vocabulary import repair_for
from bole.measurement.tests.material import items
from bole.measurement.tests.noise import misheard
from bole.measurement.tests.rating import kinds, rated, scores
from bole.measurement.text.normalise import normalise

FRAMEWORKS = Path(__file__).parents[1] / "frameworks" / "tests" / "material"
MOST = 30  # answers to the questions beside it: the cost of this test must not grow with each of them
OWN = tuple((i.question, i.text) for i in items() if i.kind == "honest" and i.language == "zh")
_ALL = tuple(
    (path.stem, text)
    for path in sorted(FRAMEWORKS.glob("*.toml"))
    for text in tomllib.loads(path.read_text(encoding="utf-8"))["zh"].values()
)
OTHERS = _ALL[:: -(-len(_ALL) // MOST)]
# (question, text, seed): two draws of our own answers, one of each other
HONEST = [(*answer, seed) for answer in OWN for seed in (0, 1)] + [
    (*answer, number % 3) for number, answer in enumerate(OTHERS)
]
CRITERIA = ("structure", "coverage", "relevance", "specificity", "compliance", "customer_orientation")
# (mean move of the total, mean move of the criteria) in points of 100
BOUNDS = {0.05: (1.2, 1.7), 0.10: (2.2, 2.8), 0.15: (3.0, 3.7)}
HIGH = 8.0  # the 95th percentile of the total's moves stays below it at every rate


@cache
def _moved(rate):
    totals, criteria, flagged = [], [], 0
    for question, text, seed in HONEST:
        before = rated(question, "zh", text)
        after = rated(question, "zh", misheard(text, "zh", rate, seed))
        flagged += bool(kinds(after) - kinds(before) - {"too_short"})
        if before["total"] is not None and after["total"] is not None:
            totals.append(abs(after["total"] - before["total"]))
        old, new = scores(before), scores(after)
        criteria += [abs(new[k] - old[k]) for k in CRITERIA if None not in (old[k], new[k])]
    return totals, criteria, flagged


@pytest.mark.parametrize("rate", BOUNDS)
def test_scores_move_little(rate):
    totals, criteria, _ = _moved(rate)
    mean_total, mean_criteria = BOUNDS[rate]
    assert len(totals) >= 100
    assert mean(totals) <= mean_total
    assert mean(criteria) <= mean_criteria
    assert sorted(totals)[int(0.95 * (len(totals) - 1))] <= HIGH


def test_noise_raises_hardly_a_flag():
    assert sum(_moved(rate)[2] for rate in BOUNDS) <= 0.02 * len(BOUNDS) * len(HONEST)


def test_more_than_half_of_the_misheard_characters_are_read_right_and_few_right_ones_wrong():
    wrong = left = spoiled = length = 0  # five draws: one has too few characters to tell a rate
    for question, text in OWN:
        repair = repair_for(api.load_question(question))
        plain = normalise(text).text
        spoiled += sum(a != b for a, b in zip(plain, repair.apply(plain), strict=True))
        length += len(plain)
        for seed in range(1, 6):
            noisy = misheard(plain, "zh", 0.1, seed)
            if len(noisy) == len(plain):  # without dropped characters the two can be laid side by side
                wrong += sum(a != b for a, b in zip(plain, noisy, strict=True))
                left += sum(a != b for a, b in zip(plain, repair.apply(noisy), strict=True))
    assert wrong >= 300
    assert spoiled <= 0.01 * length
    assert left <= 0.45 * wrong


def test_a_repair_keeps_length_and_is_the_same_twice():
    repair = repair_for(api.load_question("teller-complaint"))
    text = "请客户到旁边做下,到一杯水"
    assert len(repair.apply(text)) == len(text)
    assert repair.apply(text) == repair.apply(text)
    assert repair.apply(text).startswith("请客户到旁边坐下")
