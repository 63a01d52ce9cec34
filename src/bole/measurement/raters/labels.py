"""Which step of an ordered answer each unit is: problem, cause, action, result (or the parts of an
introduction), with a "none" for what is no step at all."""

from dataclasses import dataclass

from bole.measurement.frameworks.schema import Part
from bole.measurement.raters.scene import Scene

NONE = "none"
_CUE, _MEANING = 0.5, 1.0
_THRESHOLD = 0.42
_FIRST, _LAST = 0.16, 0.16  # an answer opens with its situation and closes with its result


@dataclass(frozen=True, slots=True)
class Labelled:
    """Part key (or "none") and how surely."""

    key: str
    score: float


def parts_of(scene: Scene) -> tuple[Part, ...]:
    """The steps this question's answers are made of, in order."""
    return tuple(p for p in scene.question.lexicons.parts if scene.question.plan in p.plans)


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
            near = scene.nearness(index, scene.meanings.prototypes.of(part))
            scores.append(_CUE * (0.6 * min(hits, 1) + 0.25 * min(max(hits - 1, 0), 2)) + _MEANING * max(0.0, near))
        best = max(range(len(parts)), key=lambda i: (scores[i], -i))
        key = parts[best].key if scores[best] >= _THRESHOLD else NONE
        result.append(Labelled(key, round(scores[best], 4)))
    return tuple(result)
