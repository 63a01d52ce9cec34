"""Which step of an ordered answer each unit is: problem, cause, action, result (or the parts of an
introduction), with a "none" for what is no step at all."""

from dataclasses import dataclass

from bole.measurement.frameworks.schema import Part
from bole.measurement.raters.scene import Scene

NONE = "none"
_FIRST_CUE, _NEXT_CUE = 0.34, 0.10
_THRESHOLD = 0.40
_NEAR = 0.16  # a second label this close to the best is kept beside it


@dataclass(frozen=True, slots=True)
class Labelled:
    """Part key (or "none") and how surely."""

    key: str
    score: float
    also: str = NONE


def parts_of(scene: Scene) -> tuple[Part, ...]:
    """The steps this question's answers are made of, in order."""
    return tuple(p for p in scene.question.lexicons.parts if scene.question.steps in p.plans)


def label_units(scene: Scene) -> tuple[Labelled, ...]:
    """One label per unit. Position never enters, so that shuffling cannot relabel."""
    parts = parts_of(scene)
    result = []
    for index, unit in enumerate(scene.reading.units):
        if index in scene.skip:
            result.append(Labelled(NONE, 0.0))
            continue
        scores = []
        for part in parts:
            hits = sum(c.find(unit.text, scene.language) is not None for c in part.cues[scene.language])
            near = scene.nearness(index, part.prototypes[scene.language])
            scores.append(_FIRST_CUE * min(hits, 1) + _NEXT_CUE * min(max(hits - 1, 0), 2) + max(0.0, near))
        order = sorted(range(len(parts)), key=lambda i: (-scores[i], i))
        best, second = order[0], order[1]
        if scores[best] < _THRESHOLD:
            result.append(Labelled(NONE, round(scores[best], 4)))
            continue
        also = parts[second].key if scores[second] >= max(_THRESHOLD, scores[best] - _NEAR) else NONE
        result.append(Labelled(parts[best].key, round(scores[best], 4), also))
    return tuple(result)
