"""Reactions of onboarding: a signed offer is a task; timers look again when they fire."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.offers.events import OfferSigned
from bole.hiring.pipeline.events import ApplicationClosed
from bole.workforce.onboarding import services, tasks  # noqa: F401  tasks registers the background work


def on_offer_signed(event: OfferSigned) -> None:
    """The signature commits together with this task: neither is lost without the other."""
    lock = f"onboarding:{event.application_id}"
    queue.defer(services.BEGIN, lock=lock, application_id=event.application_id, unit_id=event.unit_id)


def on_closed(event: ApplicationClosed) -> None:
    """Of interest when the candidate himself ended it; what HR ends here ends here."""
    if event.outcome == "withdrawn" and event.by == "candidate":
        queue.defer(services.WITHDRAWN, application_id=event.application_id, unit_id=event.unit_id)


@timers.on(services.TASK_DUE)
def on_task_due(fired: timers.Fired) -> None:
    """A task is due, or late."""
    services.task_due(task_id=UUID(fired.key), now=fired.now)


@timers.on(services.MORNING)
def on_morning(fired: timers.Fired) -> None:
    """The first day begins."""
    services.welcome(onboarding_id=UUID(fired.key), now=fired.now)


@timers.on(services.UNCONFIRMED)
def on_evening(fired: timers.Fired) -> None:
    """Nobody has said whether the person came."""
    services.ask_whether_there(onboarding_id=UUID(fired.key), now=fired.now)
