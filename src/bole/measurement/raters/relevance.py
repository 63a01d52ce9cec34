"""Relevance: how much of what was said answers the question."""

from functools import cache

import numpy as np

from bole.measurement.frameworks.schema import Question
from bole.measurement.raters.finding import Found
from bole.measurement.raters.parts import Component, Measured, Place, soft, with_headroom
from bole.measurement.raters.scene import Scene
from bole.measurement.raters.vagueness import vagueness
from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.sound import heard
from bole.measurement.text.units import letters

_ON_TOPIC, _ANSWERS = 50.0, 50.0
_FAMILY = (0.0, 0.35, 0.62, 0.85)  # topical word families in a unit → how far it is on the subject
_LISTED = 0.4  # what words about the subject are worth where they tell nothing
_NEIGHBOUR = 0.7  # how much of the neighbours' relevance a sentence of a story inherits
_CLEAR = 0.35  # strength below which a point does not count as made
_ENOUGH_POINTS = 3.6  # clear points after which a question counts as answered
_PROMPT_FROM, _PROMPT_TO = 0.25, 0.65
_WHOLE = 0.34  # mean relevance of the sentences from which an answer as a whole is on the subject
_ASIDE, _MAINLY = (
    0.45,
    0.8,
)  # share of that below which a sentence on the subject is an aside; from which it is not


@cache
def _families(
    question_sha: str, language: str, words: tuple[tuple[str, ...], ...]
) -> tuple[tuple[tuple[str, str], ...], ...]:
    del question_sha
    return tuple(
        tuple(
            (
                w,
                heard(w) if language == "zh" and len(w) >= 3 and all(map(is_cjk, w)) else "",
            )
            for w in (normalise(word).text for word in family)
        )
        for family in words
    )


def topic_families(question: Question, text: str, language: str) -> int:
    """Number of the question's word families that occur in a normalised text (long words also by sound)."""
    families = _families(question.sha256, language, tuple(t.heard(language) for t in question.terms))
    said = heard(text) if language == "zh" else ""
    return sum(any(w in text or (s and s in said) for w, s in family) for family in families)


def unit_relevance(scene: Scene, own: tuple[float, ...]) -> tuple[float, ...]:
    """Per unit 0–1; the sentences of a story inherit from their neighbours."""
    around = [own[max(0, i - 1) : i] + own[i + 1 : i + 2] for i in range(len(own))]
    return _inherited(scene, own, [float(np.mean(a)) if a else 0.0 for a in around])


def placeless_relevance(scene: Scene, own: tuple[float, ...]) -> tuple[float, ...]:
    """Per unit 0–1, the same in whatever order the sentences stand: they inherit from all others."""
    rest = max(1, len(own) - 1)
    return _inherited(scene, own, [(sum(own) - value) / rest for value in own])


def own_relevance(scene: Scene, points: dict[str, Found]) -> tuple[float, ...]:
    """Per unit 0–1, each by itself: topical words, key points, nearness to the prompt."""
    units = scene.reading.units
    own = []
    for index, unit in enumerate(units):
        families = topic_families(scene.question, unit.text, scene.language)
        near = scene.nearness(index, None)
        hit = max(
            (f.strength for f in points.values() if f.place and unit.start <= f.place.start < unit.end),
            default=0.0,
        )
        nearness = min(1.0, max(0.0, (near - _PROMPT_FROM) / (_PROMPT_TO - _PROMPT_FROM)))
        own.append(0.0 if index in scene.skip else max(_FAMILY[min(families, 3)], hit, 0.8 * nearness))
    return tuple(own)


def _inherited(scene: Scene, own: tuple[float, ...], lent: list[float]) -> tuple[float, ...]:
    mainly = _mainly(scene, own)
    return tuple(
        max(value * (0.1 + 0.9 * mainly), _NEIGHBOUR * from_others * mainly) * conduct
        for value, from_others, conduct in zip(own, lent, scene.conduct, strict=True)
    )


def _mainly(scene: Scene, own: tuple[float, ...]) -> float:
    """0 where what is on the subject is an aside in another story, 1 where it is the story."""
    whole = _whole(own, [letters(u.text) for u in scene.reading.units])
    return min(1.0, max(0.0, (whole - _ASIDE) / (_MAINLY - _ASIDE)))


def _whole(own: tuple[float, ...], sizes: list[int]) -> float:
    """How far the answer as a whole is on the subject: one stray word in another story does not make
    it so."""
    total = sum(sizes) or 1
    return min(1.0, sum(v * n for v, n in zip(own, sizes, strict=True)) / total / _WHOLE)


def rate(
    scene: Scene, points: dict[str, Found], own: tuple[float, ...], inherited: tuple[float, ...]
) -> Measured:
    """Share of words on the subject (50) and how far the question itself is answered (50).

    A bare list of words about the subject tells no conduct, yet it is nearer to it than another subject.
    """
    relevance = tuple(max(told, _LISTED * listed) for told, listed in zip(inherited, own, strict=True))
    units = scene.reading.units
    weights = [letters(u.text) * (0.0 if scene.reading.repeats[i] else 1.0) for i, u in enumerate(units)]
    said = sum(letters(u.text) for u in units) or 1
    plain = [r * (1 - 0.7 * vagueness(u.text, scene.language)) for r, u in zip(relevance, units, strict=True)]
    on_topic = sum(w * r for w, r in zip(weights, plain, strict=True)) / said
    order = sorted(range(len(units)), key=lambda i: (-relevance[i] * weights[i], i))[:3]
    places = tuple(
        Place(units[i].start, units[i].end, relevance[i] * weights[i]) for i in order if relevance[i] > 0
    )
    advice = scene.question.lexicons.advice
    best = sorted((f for f in points.values() if f.place), key=lambda f: -f.strength)[:3]
    answered = soft(
        sum(max(0.0, f.strength - _CLEAR) / (1 - _CLEAR) for f in points.values()) / _ENOUGH_POINTS
    )
    answered *= 0.1 + 0.9 * _mainly(scene, own)
    label = scene.question.lexicons.criteria["relevance"].label
    return Measured(
        "relevance",
        with_headroom(
            (
                Component(
                    "on_topic",
                    label,
                    _ON_TOPIC,
                    _ON_TOPIC * on_topic * 1.15,
                    places,
                    "quote",
                    advice["on_topic"],
                ),
                Component(
                    "answers",
                    label,
                    _ANSWERS,
                    _ANSWERS * answered,
                    tuple(Place(f.place.start, f.place.end, f.strength) for f in best if f.place),
                    "quote",
                    advice["answers"],
                ),
            )
        ),
    )
