"""Coverage: the weighted share of the question's key points that were made."""

from bole.measurement.raters.finding import Found
from bole.measurement.raters.parts import Component, Measured, scaled
from bole.measurement.raters.scene import Scene

_FULL_AT = 0.8  # share of the weight that earns full marks: nobody says everything in two minutes


def rate(scene: Scene, points: dict[str, Found]) -> Measured:
    """Points × strength; the sum is stretched so that ``_FULL_AT`` of the weight is 100."""
    whole = sum(p.weight for p in scene.question.points)
    components = []
    for point in scene.question.points:
        found = points[point.key]
        worth = 100 * point.weight / whole / _FULL_AT
        places = (found.place,) if found.place and found.strength > 0.1 else ()
        components.append(
            Component(
                f"point:{point.key}",
                point.label,
                worth,
                worth * found.strength if places else 0.0,
                places,
                "quote",
                point.advice,
            )
        )
    total = sum(c.points for c in components)
    kept = tuple(components)
    return Measured("coverage", scaled(kept, 100 / total) if total > 100 else kept)
