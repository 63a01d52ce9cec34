"""Background work of onboarding."""

from uuid import UUID

from bole.foundation import queue
from bole.kernel.clock import utc_now
from bole.workforce.onboarding import reading, services


@queue.task(queue="documents", name=services.CHECK, retry=queue.Retry(times=2))
def check_material(material_id: UUID) -> None:
    """Read one document in the reader's child."""
    services.check(material_id=material_id, read=reading.read, now=utc_now)
