"""Structure: are the steps there, in order, and is the order marked? Shuffled sentences score lower."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bole.measurement.raters.conduct import template_share
from bole.measurement.raters.details import details_of
from bole.measurement.raters.finding import Found
from bole.measurement.raters.labels import NONE, Labelled, parts_of
from bole.measurement.raters.order import in_order, ordinals
from bole.measurement.raters.parts import Component, Measured, Place, soft, with_headroom
from bole.measurement.raters.scene import Scene
from bole.measurement.raters.vagueness import vagueness
from bole.measurement.text.normalise import normalise
from bole.measurement.text.units import letters

_PARTS, _ORDER, _SIGNS = 46.0, 38.0, 16.0
_FULL_DETAILS = 2.0
_ELSEWHERE = 0.28  # relevance up to which a sentence does not belong to the subject
_ON_SUBJECT = 0.46  # relevance from which it does: padding must not make the rest look coherent
_FEW = 4
_TOLD = 0.12  # substance from which a sentence takes part in the order


@dataclass(frozen=True, slots=True)
class _Step:
    index: int
    rank: int
    weight: float


def rate(
    scene: Scene, labels: tuple[Labelled, ...], points: Mapping[str, Found], relevance: tuple[float, ...]
) -> Measured:
    """Parts (46), order (38), signposts (16). ``relevance`` must not depend on the order of the sentences, so
    that a shuffled answer differs in its order only."""
    parts = parts_of(scene)
    ranks = {p.key: i for i, p in enumerate(parts)}
    substance = _substance(scene, relevance)
    steps = _steps(scene, [(label.key, 1.0) for label in labels], ranks, substance)
    scale = scene.question.lexicons.criteria["structure"].label
    whole = sum(p.weight for p in parts)
    beside = _steps(scene, [(label.also, 0.6) for label in labels], ranks, substance)
    components = []
    present = 0.0
    for rank, part in enumerate(parts):
        own = sorted((s for s in steps + beside if s.rank == rank), key=lambda s: (-s.weight, s.index))
        need = 1.3 if part.weight / whole > 0.3 else 0.65
        value = soft(sum(s.weight for s in own[:3]) / need)
        present += value * part.weight / whole
        worth = _PARTS * part.weight / whole
        places = tuple(_place(scene, s) for s in own[:2])
        components.append(
            Component(f"part:{part.key}", part.label, worth, worth * value, places, "quote", part.advice)
        )
    advice = scene.question.lexicons.advice
    order = in_order(scene, labels, points, _told(scene, substance, relevance)) * min(1.0, present * 1.25)
    signs, signposts = _signposts(scene, substance)
    components.append(
        Component(
            "order",
            scale,
            _ORDER,
            _ORDER * order,
            tuple(_place(scene, s) for s in steps[:1] + steps[-1:]),
            "quote",
            advice["order"],
        )
    )
    components.append(
        Component(
            "signposts",
            scale,
            _SIGNS,
            _SIGNS * signposts * min(1.0, present * 1.5),
            signs,
            "quote",
            advice["signposts"],
        )
    )
    return Measured(
        "structure",
        with_headroom(
            tuple(
                c if c.places else Component(c.key, c.label, c.worth, 0.0, (), "quote", c.advice)
                for c in components
            )
        ),
    )


def _steps(
    scene: Scene, labels: list[tuple[str, float]], ranks: dict[str, int], substance: tuple[float, ...]
) -> list[_Step]:
    """The counted sentences of substance as steps; a label's share scales what its sentence weighs."""
    return [
        _Step(i, ranks[key], share * substance[i])
        for i, (key, share) in enumerate(labels)
        if key != NONE and i in scene.counted and substance[i] > 0.05
    ]


def _told(scene: Scene, substance: tuple[float, ...], relevance: tuple[float, ...]) -> list[int]:
    """The sentences whose order is looked at: those that tell something; where few do, all that count."""
    told = [i for i in scene.counted if relevance[i] >= _ON_SUBJECT and substance[i] > _TOLD]
    return told if len(told) >= _FEW else list(scene.counted)


def _place(scene: Scene, step: _Step) -> Place:
    unit = scene.reading.units[step.index]
    return Place(unit.start, unit.end, max(step.weight, 0.05))


def _substance(scene: Scene, relevance: tuple[float, ...]) -> tuple[float, ...]:
    """Per unit 0–1: on the subject, telling something, and not only the words of a template."""
    prompt = normalise(scene.question.prompt(scene.language)).text
    result = []
    for index, unit in enumerate(scene.reading.units):
        template = template_share(unit.text, scene.question.lexicons, scene.language)
        details = min(1.0, len(details_of(unit.text, prompt, scene.language)) / _FULL_DETAILS)
        long = min(1.0, letters(unit.text) / (16 if scene.language == "zh" else 9))
        empty = max(0.0, min(1.0, (template - 0.22) / 0.3)) * (1 - 0.5 * details)
        vague = vagueness(unit.text, scene.language)
        result.append(
            _on_subject(relevance[index])
            * relevance[index]
            * (0.45 + 0.55 * details)
            * long
            * (1 - empty)
            * (1 - vague)
        )
    return tuple(result)


def _on_subject(relevance: float) -> float:
    """0 for a sentence about something else, 1 for one on the subject: padding is no step of an answer."""
    return min(1.0, max(0.0, (relevance - _ELSEWHERE) / (_ON_SUBJECT - _ELSEWHERE)))


def _signposts(scene: Scene, substance: tuple[float, ...]) -> tuple[tuple[Place, ...], float]:
    """Distinct ordinal marks in sentences that say something."""
    table = ordinals(scene.language)
    places: dict[int, Place] = {}
    for index in scene.counted:
        unit = scene.reading.units[index]
        for rank, pattern in table:
            if substance[index] > 0.2 and re.search(pattern, unit.text):
                places.setdefault(rank, Place(unit.start, unit.end, substance[index]))
    distinct = sum(min(1.0, 0.4 + p.share) for p in places.values())
    return tuple(places.values())[:3], soft(distinct / 3)
