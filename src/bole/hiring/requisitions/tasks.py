"""The clock of a portrait that begins on a later day."""

from bole.foundation.queue import timers
from bole.hiring.requisitions import services


@timers.on(services.TAKES_EFFECT)
def takes_effect(fired: timers.Fired) -> None:
    """The day has come."""
    services.follow(job_key=fired.key.rpartition("/")[0], now=fired.now)
