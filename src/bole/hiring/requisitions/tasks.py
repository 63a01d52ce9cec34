"""The clocks: a portrait that begins on a later day, the review of all questions."""

from bole.foundation.queue import timers
from bole.hiring.requisitions import services


@timers.on(services.TAKES_EFFECT)
def takes_effect(fired: timers.Fired) -> None:
    """The day has come."""
    services.follow(job_key=fired.key.rpartition("/")[0], now=fired.now)


@timers.on(services.REVIEW_DUE)
def review_due(fired: timers.Fired) -> None:
    """The questions are to be looked at again."""
    services.remind_of_review(now=fired.now)
