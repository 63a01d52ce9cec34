"""Figures of onboarding, each with what it counts (R95)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median


@dataclass(frozen=True, slots=True)
class Figures:
    """``days_to_ready``: median days from the signature to everything needed being done, over ``ready_n``
    people; ``first_try``: share of accepted materials that needed one upload only, over ``materials_n``."""

    days_to_ready: float | None
    ready_n: int
    first_try: float | None
    materials_n: int


def figures(ready: Sequence[timedelta], tries: Sequence[int]) -> Figures:
    """``tries``: uploads each accepted material took. Without anything to count there is no figure."""
    days = [span.total_seconds() / 86400 for span in ready]
    return Figures(
        days_to_ready=median(days) if days else None,
        ready_n=len(days),
        first_try=sum(count == 1 for count in tries) / len(tries) if tries else None,
        materials_n=len(tries),
    )
