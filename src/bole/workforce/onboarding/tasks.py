"""Background work of onboarding."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.offers import queries as offers
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError
from bole.workforce.onboarding import reading, services


@queue.task(queue="io", name=services.BEGIN)
def begin(application_id: UUID) -> None:
    """A signed offer becomes an employee record and a checklist; run twice it makes nothing twice."""
    terms = offers.signed_terms(application_id)
    if terms is None:
        raise NotFoundError("nothing was signed for this application")
    services.begin(
        application_id=application_id,
        offer_id=terms["offer_id"],
        terms=terms,
        signed_at=terms["signed_at"],
        now=utc_now(),
    )


@queue.task(queue="io", name=services.WITHDRAWN)
def withdrawn(application_id: UUID) -> None:
    """Somebody who signed took the application back."""
    services.note_withdrawal(application_id=application_id, now=utc_now())


@queue.task(queue="documents", name=services.CHECK, retry=queue.Retry(times=2))
def check_material(material_id: UUID) -> None:
    """Read one document in the reader's child."""
    services.check(material_id=material_id, read=reading.read, now=utc_now)
