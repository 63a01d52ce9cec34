"""The same sentences in another order score lower on structure: twenty fixed shuffles of strong answers."""

import random
from functools import cache
from statistics import mean

from bole.kernel.answers import Observation, Transcript
from bole.measurement import api
from bole.measurement.flags.isolating import isolated
from bole.measurement.raters import relevance, structure
from bole.measurement.raters.finding import find_all
from bole.measurement.raters.labels import label_units
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring.assessing import meanings_for, scene_of
from bole.measurement.scoring.vocabulary import repair_for
from bole.measurement.tests.material import items
from bole.measurement.text.reading import read

SHUFFLES = 20
STRONG = [i for i in items() if i.quality == "strong"]


def _structure(question, transcript, meanings):
    """Only what structure needs: the other raters would make this test ten times as long."""
    reading = isolated(read(transcript, repair_for(question)))
    scene = scene_of(question, reading, Observation(duration=60.0, transcript=transcript), meanings)
    points = find_all(question.points, scene)
    own = relevance.own_relevance(scene, points)
    placeless = relevance.placeless_relevance(scene, own)
    return structure.rate(scene, label_units(scene), points, placeless).score


@cache
def _moves(item):
    """Structure of each shuffle minus that of the answer as it was given."""
    question = api.load_question(item.question)
    meanings = meanings_for(question, item.language, default_embedder())
    mark = "。" if item.language == "zh" else ". "
    sentences = [s.strip(". ") for s in item.text.split(mark) if s.strip(". ")]

    def scored(order):
        text = mark.join(order) + mark.strip()
        return _structure(question, Transcript(item.language, text, typed=True), meanings)

    orders = []
    for seed in range(10 * SHUFFLES):
        order = random.Random(seed).sample(sentences, len(sentences))
        if order != sentences and order not in orders:
            orders.append(order)
    whole = scored(sentences)
    return [scored(order) - whole for order in orders[:SHUFFLES]]


def test_shuffled_sentences_score_lower():
    moves = [_moves(item) for item in STRONG]
    every = [m for row in moves for m in row]
    assert min(map(len, moves)) >= 5
    assert sum(m < 0 for m in every) >= 0.93 * len(every)
    assert mean(every) <= -10
    assert sorted(every)[int(0.99 * len(every))] <= 6


def test_every_answer_loses_on_average():
    assert all(mean(_moves(item)) < 0 for item in STRONG)


def test_backwards_is_worst_or_nearly():
    lower = 0
    for item in STRONG:
        question = api.load_question(item.question)
        meanings = meanings_for(question, item.language, default_embedder())
        mark = "。" if item.language == "zh" else ". "
        sentences = [s.strip(". ") for s in item.text.split(mark) if s.strip(". ")]
        forth, back = (
            _structure(question, Transcript(item.language, mark.join(o) + mark.strip(), typed=True), meanings)
            for o in (sentences, sentences[::-1])
        )
        lower += back < forth
    assert lower == len(STRONG)
