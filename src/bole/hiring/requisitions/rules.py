"""Portraits: which competencies a job asks for, with which weights. The weights always add up to 100."""

import hashlib
import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bole.kernel.errors import InvalidError

TOTAL = Decimal(100)
TENTH = Decimal("0.1")


def check_weights(weights: Mapping[str, Decimal]) -> None:
    """Refuse weights that are not positive, not in tenths, or do not add up to 100."""
    if not weights:
        raise InvalidError("a portrait needs at least one competency", code="portrait_empty")
    for key, weight in weights.items():
        if weight <= 0 or weight > TOTAL:
            raise InvalidError(
                f"weight of {key} must be above 0 and at most 100", fields={key: "out_of_range"}
            )
        if weight != weight.quantize(TENTH):
            raise InvalidError(f"weight of {key} has more than one decimal", fields={key: "too_fine"})
    if sum(weights.values(), Decimal(0)) != TOTAL:
        raise InvalidError("weights must add up to 100", code="weights_not_100")


def with_dimension(weights: Mapping[str, Decimal], key: str, share: Decimal) -> dict[str, Decimal]:
    """Add a competency worth ``share`` of 100; the others keep their proportions within what is left.

    Rounding to tenths leaves a remainder, which goes to the heaviest of the others.
    """
    check_weights(weights)
    if key in weights:
        raise InvalidError(f"{key} is already in the portrait", fields={key: "duplicate"})
    if not 0 < share < TOTAL:
        raise InvalidError("the share must lie between 0 and 100", fields={key: "out_of_range"})
    factor = (TOTAL - share) / TOTAL
    others = {k: (w * factor).quantize(TENTH, ROUND_HALF_UP) for k, w in weights.items()}
    heaviest = max(others, key=lambda k: (others[k], k))
    others[heaviest] += TOTAL - share - sum(others.values(), Decimal(0))
    return {**others, key: share}


def portrait_body(
    *,
    key: str,
    version: int,
    pass_mark: Decimal,
    weights: Mapping[str, Decimal],
    labels: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """The JSON that a report freezes. Raises InvalidError when weights or pass mark cannot be."""
    check_weights(weights)
    if not 0 <= pass_mark <= TOTAL:
        raise InvalidError("the pass mark lies between 0 and 100", fields={"pass_mark": "out_of_range"})
    missing = sorted(set(weights) - set(labels))
    if missing:
        raise InvalidError(f"no label for {missing}", code="label_missing")
    return {
        "key": key,
        "version": version,
        "pass_mark": float(pass_mark),
        "weights": {k: float(w) for k, w in weights.items()},
        "labels": {k: dict(labels[k]) for k in weights},
    }


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 of a portrait as sorted compact JSON."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
