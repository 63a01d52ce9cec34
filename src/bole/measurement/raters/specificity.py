"""Specificity: figures, times, names and own actions, counted only where they concern the question."""

from collections import defaultdict

from bole.measurement.raters.details import Detail, details_of
from bole.measurement.raters.parts import Component, Measured, Place, soft, with_headroom
from bole.measurement.raters.scene import Scene
from bole.measurement.text.normalise import normalise

_WORTH = {"figures": 27.0, "times": 18.0, "names": 20.0, "own_action": 35.0}
_ENOUGH = {"figures": 3.0, "times": 2.0, "names": 3.0, "own_action": 5.0}  # details that earn the full worth
_MIN_RELEVANCE = 0.25


def rate(scene: Scene, relevance: tuple[float, ...]) -> Measured:
    """Each different detail once, weighted by the relevance of its sentence."""
    lexicons = scene.question.lexicons
    prompt = normalise(scene.question.prompt(scene.language)).text
    found: dict[str, dict[str, tuple[float, Place]]] = defaultdict(dict)
    for index in scene.counted:
        unit = scene.reading.units[index]
        weight = max(0.0, (relevance[index] - _MIN_RELEVANCE) / (1 - _MIN_RELEVANCE)) ** 0.7
        for detail in details_of(unit.text, prompt, scene.language):
            key = _identity(detail)
            if weight > found[detail.kind].get(key, (0.0, None))[0]:
                found[detail.kind][key] = (weight, Place(*_clause(scene, index, detail), weight))
    components = []
    for kind, worth in _WORTH.items():
        hits = sorted(found[kind].values(), key=lambda h: (-h[0], h[1].start))
        value = soft(sum(w for w, _ in hits) / _ENOUGH[kind])
        components.append(
            Component(
                kind,
                lexicons.criteria["specificity"].label,
                worth,
                worth * value,
                tuple(p for _, p in hits[:4]),
                "quote",
                lexicons.advice[kind],
            )
        )
    return Measured("specificity", with_headroom(tuple(components)))


def _identity(detail: Detail) -> str:
    return detail.text[-3:] if detail.kind == "own_action" else detail.text


def _clause(scene: Scene, index: int, detail: Detail) -> tuple[int, int]:
    unit = scene.reading.units[index]
    low = unit.start + detail.start
    for start, end in unit.clauses:
        if start <= low < end:
            return start, end
    return unit.start, unit.end
