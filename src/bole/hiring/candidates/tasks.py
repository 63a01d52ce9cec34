"""Background work of candidates."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.candidates import services
from bole.hiring.candidates.services import resumes
from bole.kernel.clock import utc_now


@queue.task(queue="documents", name=resumes.READ)
def read_resume(resume_id: UUID) -> None:
    """Read one résumé in the parser's child."""
    services.read_resume(resume_id=resume_id, clock=utc_now)
