"""Background work and clocks of feedback."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.feedback import services
from bole.kernel.clock import utc_now

PREPARE = "hiring.feedback.prepare"
REDRAFT = "hiring.feedback.redraft"
DECIDED = "hiring.feedback.decided"
DUE = "interviews.feedback_due"  # the timer interviews sets when the candidate finishes


@queue.task(queue="io", name=PREPARE)
def prepare(interview_id: UUID) -> None:
    """Draft it, set its clocks, send it if it is to go."""
    services.prepare(interview_id=interview_id, now=utc_now())


@queue.task(queue="io", name=REDRAFT)
def redraft(report_id: UUID) -> None:
    """People rated where no program did."""
    services.redraft(report_id=report_id, now=utc_now())


@queue.task(queue="io", name=DECIDED)
def decided(application_id: UUID) -> None:
    """The application left the AI interview."""
    services.decided(application_id=application_id, now=utc_now())


@timers.on(services.PLANNED)
def planned(fired: timers.Fired) -> None:
    """The hour the opening's setting names."""
    services.send_if_due(interview_id=UUID(fired.key), now=fired.now)


@timers.on(services.DANGER)
def danger(fired: timers.Fired) -> None:
    """Six hours before the 24 are over."""
    services.warn(interview_id=UUID(fired.key), now=fired.now)


@timers.on(DUE)
def due(fired: timers.Fired) -> None:
    """24 hours after the last answer."""
    services.escalate(interview_id=UUID(fired.key), now=fired.now)
