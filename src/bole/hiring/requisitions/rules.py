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
        raise InvalidError(
            f"weights must add up to 100; {residual(weights)} is missing", code="weights_not_100"
        )


def residual(weights: Mapping[str, Decimal]) -> Decimal:
    """What is missing from 100; negative when there is too much."""
    return TOTAL - sum(weights.values(), Decimal(0))


def with_dimension(weights: Mapping[str, Decimal], key: str, share: Decimal) -> dict[str, Decimal]:
    """Add a competency worth ``share`` of 100; the others keep their proportions within what is left."""
    return with_dimensions(weights, {key: share})


def with_dimensions(weights: Mapping[str, Decimal], shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Add competencies worth their ``shares`` of 100; the others keep their proportions within what is left.

    Rounding to tenths leaves a remainder, which goes to the heaviest of the others. Raises InvalidError
    where a share cannot be, or so little is left that one of the others would weigh nothing.
    """
    check_weights(weights)
    for key, share in shares.items():
        if key in weights:
            raise InvalidError(f"{key} is already in the portrait", fields={key: "duplicate"})
        if not 0 < share < TOTAL or share != share.quantize(TENTH):
            raise InvalidError("the share must lie between 0 and 100", fields={key: "out_of_range"})
    left = TOTAL - sum(shares.values(), Decimal(0))
    if left <= 0:
        raise InvalidError("nothing is left for the others", code="nothing_left")
    scaled = {k: (w * left / TOTAL).quantize(TENTH, ROUND_HALF_UP) for k, w in weights.items()}
    heaviest = max(scaled, key=lambda k: (scaled[k], k))
    scaled[heaviest] += left - sum(scaled.values(), Decimal(0))
    after = {**scaled, **shares}
    check_weights(after)
    return after


def portrait_body(
    *,
    key: str,
    version: int,
    pass_mark: Decimal,
    weights: Mapping[str, Decimal],
    labels: Mapping[str, Mapping[str, str]],
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The JSON that a report freezes. Raises InvalidError when weights or pass mark cannot be.

    ``more``: what only some portraits have (``questions``, ``exercises``, ``delta``, ``base``); without it
    the body, and so its fingerprint, is what it always was.
    """
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
        **(more or {}),
    }


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 of a portrait as sorted compact JSON."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
