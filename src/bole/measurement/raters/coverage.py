"""Coverage: the weighted share of the question's key points that were made."""

from bole.measurement.raters.finding import Found
from bole.measurement.raters.parts import Component, Measured, with_headroom
from bole.measurement.raters.scene import Scene

_FULL_AT = 0.8  # share of the weight that earns full marks: nobody says everything in two minutes


def rate(scene: Scene, points: dict[str, Found]) -> Measured:
    """Points × strength; ``_FULL_AT`` of the weight is worth 100 raw points."""
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
    return Measured("coverage", with_headroom(tuple(components)))
