"""Background work of screening, and its timer."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.screening import services
from bole.hiring.screening.services.screening import SCREEN
from bole.hiring.screening.services.surging import AGAIN, LOOK
from bole.kernel.clock import utc_now

FOLLOW = "hiring.screening.follow_process"
SCREEN_PERSON = "hiring.screening.screen_person"

__all__ = ["AGAIN", "FOLLOW", "SCREEN", "SCREEN_PERSON"]


@queue.task(queue="rating", name=SCREEN)
def screen(application_id: UUID) -> None:
    """Somebody applied, a résumé was read, or rules changed."""
    services.screen(application_id=application_id, now=utc_now())


@queue.task(queue="rating", name=AGAIN)
def screen_again(requisition_id: UUID) -> None:
    """The portrait changed, or what of it is core."""
    services.screen_again(requisition_id=requisition_id)


@queue.task(queue="rating", name=FOLLOW)
def follow_process(requisition_id: UUID) -> None:
    """The opening goes another way."""
    services.follow_process(requisition_id=requisition_id, now=utc_now())


@queue.task(queue="rating", name=SCREEN_PERSON)
def screen_person(candidate_id: UUID) -> None:
    """A résumé of somebody was read: all applications of this person that stand in a screening stage."""
    services.screen_person(candidate_id=candidate_id)


@timers.on(LOOK)
def look_at_surge(fired: timers.Fired) -> None:
    """Has the crowd gone?"""
    services.look_again(requisition_id=UUID(fired.key), now=fired.now)
