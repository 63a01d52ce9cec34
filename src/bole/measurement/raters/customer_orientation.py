"""Customer orientation: empathy, finding the need, offering a way, following through, protecting his
interest."""

from bole.measurement.raters.compliance import offences, penalties
from bole.measurement.raters.finding import find_all
from bole.measurement.raters.parts import Component, Measured, total_of, with_headroom
from bole.measurement.raters.scene import Scene

_FULL_AT = 0.75
_MENTIONED = 1.1  # summed strength from which an optional criterion counts as brought up


def rate(scene: Scene, relevance: tuple[float, ...]) -> Measured:
    """The five families, stretched to 100, minus sending away or misleading the customer."""
    mode = scene.question.applies["customer_orientation"]
    families = scene.question.lexicons.customer
    found = find_all(families, scene)
    if mode == "off" or (mode == "if_mentioned" and sum(f.strength for f in found.values()) < _MENTIONED):
        return Measured("customer_orientation", None)
    starts = {u.start: i for i, u in enumerate(scene.reading.units)}
    whole = sum(f.weight for f in families)
    components = []
    for family in families:
        hit = found[family.key]
        index = max((i for s, i in starts.items() if hit.place and s <= hit.place.start), default=0)
        strength = hit.strength * min(1.0, 0.3 + relevance[index]) if hit.place else 0.0
        places = (hit.place,) if hit.place and strength > 0.12 else ()
        worth = 100 * family.weight / whole / _FULL_AT
        components.append(
            Component(
                f"customer:{family.key}",
                family.label,
                worth,
                worth * strength if places else 0.0,
                places,
                "quote",
                family.advice,
            )
        )
    kept = with_headroom(tuple(components))
    broken = offences(scene.question.lexicons.customer_breaches, scene)
    return Measured("customer_orientation", kept + penalties(broken, total_of(kept)))
