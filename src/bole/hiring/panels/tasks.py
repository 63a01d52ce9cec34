"""Background work of re-interviews."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.panels import services
from bole.hiring.panels.services import steps
from bole.kernel.clock import utc_now

BUILD, STOP, FOLLOW = steps.BUILD, steps.STOP, steps.FOLLOW


@queue.task(queue="io", name=BUILD, retry=queue.Retry(times=2))
def build_guide(application_id: UUID) -> None:
    """Build (or build anew) the guide of one applicant."""
    services.build_guide(application_id=application_id, now=utc_now())


@queue.task(queue="io", name=STOP)
def stop(application_id: UUID) -> None:
    """The application has moved: call its panel off if it stands elsewhere now."""
    services.stop_where_gone(application_id=application_id, now=utc_now())


@queue.task(queue="io", name=FOLLOW)
def follow(panel_id: UUID) -> None:
    """The panel's appointment has changed: set its clock by it."""
    services.follow(panel_id=panel_id, now=utc_now())
