"""Background work of offers, and their timers."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.offers import services
from bole.hiring.offers.services.steps import DRAFT, EXPIRE, REMIND, SEAL, UNANSWERED
from bole.kernel.clock import utc_now

__all__ = ["DRAFT", "SEAL"]


@queue.task(queue="io", name=DRAFT)
def draft_offer(application_id: UUID) -> None:
    """Somebody came to the stage of the offer."""
    services.draft(application_id=application_id, now=utc_now())


@queue.task(queue="io", name=SEAL, retry=queue.Retry(times=8))
def seal_offer(signature_id: UUID) -> None:
    """Somebody signed."""
    services.seal(signature_id=signature_id, now=utc_now())


@timers.on(REMIND)
def on_reminder(fired: timers.Fired) -> None:
    """A day is left."""
    services.remind(offer_id=UUID(fired.key), now=fired.now)


@timers.on(EXPIRE)
def on_end(fired: timers.Fired) -> None:
    """The time is over."""
    services.expire(offer_id=UUID(fired.key), now=fired.now)


@timers.on(UNANSWERED)
def on_unanswered(fired: timers.Fired) -> None:
    """The candidate waits for the bank."""
    services.unanswered(offer_id=UUID(fired.key), now=fired.now)
