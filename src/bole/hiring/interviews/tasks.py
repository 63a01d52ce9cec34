"""What the timers of interviews do, and the work its handlers defer."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.interviews import services
from bole.hiring.interviews.services import bulk_steps, steps
from bole.kernel.clock import utc_now

CANCEL = "hiring.interviews.cancel"
INVITE = "hiring.interviews.invite_on_entry"
WITHDRAW = "hiring.interviews.apply_withdrawal"


@timers.on(steps.WINDOW_CLOSES)
def window_closes(fired: timers.Fired) -> None:
    """The window and its grace are over."""
    services.close_window(interview_id=UUID(fired.key), now=fired.now)


@timers.on(steps.RIGHT_DUE)
def right_due(fired: timers.Fired) -> None:
    """A candidate's request was not answered in time."""
    services.escalate_right(request_id=UUID(fired.key), now=fired.now)


@timers.on(steps.REMINDER)
def reminder(fired: timers.Fired) -> None:
    """The window closes soon."""
    services.remind(interview_id=UUID(fired.key.split("/")[0]), due_at=fired.due_at, now=fired.now)


@timers.on(steps.NUDGE)
def nudge(fired: timers.Fired) -> None:
    """Nobody has begun, or gone on, for a while."""
    interview_id, kind = fired.key.split("/")
    services.nudge(interview_id=UUID(interview_id), kind=kind, now=fired.now)


@timers.on(steps.PROBES_CLOSE)
def probes_close(fired: timers.Fired) -> None:
    """The time for follow-up questions, and its grace, are over."""
    services.close_probes(interview_id=UUID(fired.key), now=fired.now)


@timers.on(steps.PROBE_LINK)
def probe_link(fired: timers.Fired) -> None:
    """A follow-up question was not opened on the page."""
    services.send_probe_link(interview_id=UUID(fired.key), now=fired.now)


@queue.task(queue="io", name=INVITE)
def invite_on_entry(application_id: UUID, stage: str) -> None:
    """An application entered a stage."""
    services.invite_on_entry(application_id=application_id, stage=stage, now=utc_now())


@queue.task(queue="io", name=CANCEL)
def cancel(application_id: UUID) -> None:
    """The application ended."""
    services.cancel(application_id=application_id, now=utc_now())


@queue.task(queue="io", name=WITHDRAW)
def apply_withdrawal(candidate_id: UUID, purpose: str, about_id: UUID | None = None) -> None:
    """A consent was taken back."""
    services.apply_withdrawal(candidate_id=candidate_id, purpose=purpose, about_id=about_id, now=utc_now())


@queue.task(queue="io", name=bulk_steps.STEP)
def bulk_step(run_id: UUID, chain: int) -> None:
    """The next people of a bulk invitation."""
    services.step_bulk(run_id=run_id, chain=chain, now=utc_now())
