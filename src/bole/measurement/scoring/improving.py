"""What would raise a score: the missing indicator that gains most when the answer is re-scored with
it present."""

from dataclasses import replace
from typing import Any

from bole.measurement.raters.parts import Component, Measured, total_of


def what_would_raise(measured: Measured) -> dict[str, Any] | None:
    """``{text: {zh, en}, indicator, score}`` or None where nothing is missing."""
    components = measured.components
    if not components:
        return None
    now = total_of(components)
    best: tuple[float, str, Component] | None = None
    for index, component in enumerate(components):
        if component.advice is None or not component.missing():
            continue
        lifted = (*components[:index], replace(component, points=component.worth), *components[index + 1 :])
        gain = round(total_of(lifted) - now, 6)
        if gain > 0.05 and (best is None or (gain, component.key) > (best[0], best[1])):
            best = (gain, component.key, component)
    if best is None or best[2].advice is None:
        return None
    return {
        "text": best[2].advice.to_json(),
        "indicator": best[1],
        "score": round(min(100.0, now + best[0]), 1),
    }
