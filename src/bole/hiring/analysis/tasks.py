"""Background work of analysis: one task per answer and resource class."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.analysis import services, settling
from bole.kernel.clock import utc_now

SETTLE = "hiring.analysis.settle"
RETRY = queue.Retry(times=4, base=3.0, longest=120.0)


@queue.task(queue="speech", name=services.TASKS["speech"], retry=RETRY)
def hear_answer(answer_id: UUID, attempt: int) -> None:
    """Words and voice of one answer."""
    services.analyse(answer_id=answer_id, attempt=attempt, stage="speech", clock=utc_now)


@queue.task(queue="vision", name=services.TASKS["vision"], retry=RETRY)
def watch_answer(answer_id: UUID, attempt: int) -> None:
    """Face and body of one answer; deferred only where the bank switched it on and the candidate
    consented."""
    services.analyse(answer_id=answer_id, attempt=attempt, stage="vision", clock=utc_now)


@queue.task(queue="io", name=SETTLE)
def settle(interview_id: UUID, granted: bool) -> None:
    """A consent changed."""
    settling.settle(interview_id=interview_id, granted=granted)
