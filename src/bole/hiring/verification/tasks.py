"""Background work of checks. Sources are asked here and nowhere else."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.verification import services
from bole.hiring.verification.services import steps
from bole.kernel.clock import utc_now


@queue.task(queue="io", name=steps.OPEN)
def open_checks(application_id: UUID) -> None:
    """An application entered a stage of kind check."""
    services.open_for(application_id=application_id, now=utc_now())


@queue.task(queue="io", name=steps.SEND, retry=queue.Retry(times=3))
def send_check(check_id: UUID) -> None:
    """Ask a source. What it refuses or does not answer is tried again by a timer, not here."""
    services.send(check_id=check_id, now=utc_now())


@queue.task(queue="io", name=steps.CANCEL, retry=queue.Retry(times=6))
def cancel_check(check_id: UUID) -> None:
    """Tell a source to stop looking."""
    services.cancel(check_id=check_id)


@queue.task(queue="io", name=steps.WITHDRAW)
def stop_kind(candidate_id: UUID, purpose: str, about_id: UUID | None) -> None:
    """A consent was taken back."""
    services.stop_kind(candidate_id=candidate_id, purpose=purpose, about_id=about_id, now=utc_now())


@queue.task(queue="io", name=steps.STOP)
def stop_checks(application_id: UUID) -> None:
    """The application went another way."""
    services.stop(application_id=application_id, now=utc_now())
