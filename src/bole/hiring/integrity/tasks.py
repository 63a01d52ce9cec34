"""Background work of integrity."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.integrity import services
from bole.kernel.clock import utc_now

LOOK = "hiring.integrity.look"
LOOK_AGAIN = "hiring.integrity.look_again"


@queue.task(queue="rating", name=LOOK)
def look(answer_id: UUID, attempt: int) -> None:
    """Is there something a person may want to look at?"""
    services.look(answer_id=answer_id, attempt=attempt, now=utc_now())


@queue.task(queue="rating", name=LOOK_AGAIN)
def look_again(interview_id: UUID) -> None:
    """A consent changed."""
    services.look_again(interview_id=interview_id, now=utc_now())
