"""Background work of probations."""

from uuid import UUID

from bole.foundation import queue
from bole.kernel.clock import utc_now
from bole.workforce.performance import services

BEGIN = "performance.begin"
LEFT = "performance.left"


@queue.task(queue="io", name=BEGIN)
def begin_probation(employee_id: UUID) -> None:
    """An employee's first day."""
    services.begin(employee_id=employee_id, now=utc_now())


@queue.task(queue="io", name=services.SEAL, retry=queue.Retry(times=8))
def seal_letter(decision_id: UUID) -> None:
    """A decision took effect: its letter gets the bank's seal."""
    services.seal(decision_id=decision_id, now=utc_now())


@queue.task(queue="io", name=LEFT)
def close_probation(employee_id: UUID, by: UUID | None = None) -> None:
    """The record ended for a reason that is no decision on the probation."""
    services.close_left(employee_id=employee_id, by=by, now=utc_now())
