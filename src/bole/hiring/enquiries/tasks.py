"""Background work of candidates' questions. Only here a sentence model is loaded."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.enquiries import services
from bole.kernel.clock import utc_now
from bole.measurement.runtimes.usem import default_embedder

MATCH = "enquiries.match"


@queue.task(queue="rating", name=MATCH, retry=queue.Retry(times=2))
def match_enquiry(enquiry_id: UUID) -> None:
    """Look one question up in the FAQ."""
    services.match(enquiry_id=enquiry_id, embedder=default_embedder, now=utc_now())
