"""When a job draws a crowd: a quick look at core competencies is put before the interview, and taken away.

The step orders and holds. It turns nobody away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bole.hiring.pipeline.rules import Process
from bole.kernel.errors import InvalidError

STAGE = "quick_screening"


@dataclass(frozen=True, slots=True)
class Plan:
    """Per opening: ``threshold`` applicants within ``window``; ``advance_from``: core match (0–100) from
    which the step advances by itself; ``core_share``: the heaviest competencies that together weigh at least
    this much of 100 are the core; ``calm_percent``: the surge ends below this part of the threshold, so that
    it does not flicker."""

    enabled: bool
    threshold: int
    window: timedelta
    advance_from: int
    core_share: int = 60
    calm_percent: int = 50

    def __post_init__(self) -> None:
        """Raises InvalidError for numbers that cannot be."""
        wrong = {}
        if not 2 <= self.threshold <= 100_000:
            wrong["threshold"] = "out_of_range"
        if not timedelta(hours=1) <= self.window <= timedelta(days=14):
            wrong["window_hours"] = "out_of_range"
        if not 0 <= self.advance_from <= 100:
            wrong["advance_from"] = "out_of_range"
        if not 10 <= self.core_share <= 100:
            wrong["core_share"] = "out_of_range"
        if not 1 <= self.calm_percent <= 100:
            wrong["calm_percent"] = "out_of_range"
        if wrong:
            raise InvalidError("the surge settings cannot be", fields=wrong)

    @property
    def hours(self) -> int:
        """The window in hours."""
        return int(self.window / timedelta(hours=1))

    def since(self, now: datetime) -> datetime:
        """From when applicants count."""
        return now - self.window


DEFAULT = Plan(enabled=True, threshold=200, window=timedelta(hours=24), advance_from=45)


def begins(plan: Plan, count: int, *, running: bool) -> bool:
    """Whether the crowd is there."""
    return plan.enabled and not running and count >= plan.threshold


def ends(plan: Plan, count: int, *, running: bool) -> bool:
    """Whether it has gone."""
    return running and (not plan.enabled or count * 100 < plan.threshold * plan.calm_percent)


def place(process: Process) -> str:
    """The stage the quick look is put in front of: whatever comes after the first run of screening stages,
    or after the first stage of all. Empty where nothing but the end follows."""
    stage = next((one for one in process.stages if one.kind == "screening"), process.first)
    while stage.onward and process.stage(stage.onward).kind == "screening":
        stage = process.stage(stage.onward)
    return stage.onward


def core(weights: Mapping[str, Decimal], share: int = DEFAULT.core_share) -> tuple[str, ...]:
    """The heaviest competencies of a portrait, as many as weigh ``share`` of 100 together; ties by name."""
    found: list[str] = []
    weight = Decimal(0)
    for key in sorted(weights, key=lambda one: (-weights[one], one)):
        if weight >= share:
            break
        found.append(key)
        weight += weights[key]
    return tuple(found)
