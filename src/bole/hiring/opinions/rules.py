"""When a question of the interview counts as badly rated, and which events a survey can follow."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

THRESHOLD: Final = 2.5  # of 5
SMALLEST: Final = 5
LOOKS_BACK: Final = timedelta(days=180)
FINISHED: Final = "interview.finished"
CLOSED: Final = "application.closed"
TOLD: Final = "interview.told"


def stage_event(stage: str) -> str:
    """The event's name for entering a stage."""
    return f"stage.entered.{stage.replace('_', '-')}"


def badly_rated(values: Sequence[int]) -> float | None:
    """The mean when it is bad and enough people say so; None otherwise."""
    if len(values) < SMALLEST:
        return None
    mean = sum(values) / len(values)
    return mean if mean < THRESHOLD else None


def things_of(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What of an interview is rated one by one: the questions everybody is asked, with their version."""
    return [
        {"key": one["key"], "version": str(one["sha256"])[:12], "title": dict(one["title"])}
        for one in questions
    ]
