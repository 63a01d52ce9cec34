"""What the services share: the locked row, its audit line, the names of timers and tasks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.hiring.enquiries.models import Enquiry
from bole.kernel.errors import NotFoundError

MATCH = "enquiries.match"
UNMATCHED = "enquiries.unmatched"
REMIND = "enquiries.remind"
ESCALATE = "enquiries.escalate"


def locked(enquiry_id: UUID) -> Enquiry:
    """The row, held until the transaction ends; NotFoundError when not there or not to be seen."""
    found = Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry_id).first()
    if found is None:
        raise NotFoundError("no such question")
    return found


def locked_for_candidate(enquiry_id: UUID) -> Enquiry:
    """The same, for who asked it and nobody else."""
    actor, found = actors.current(), locked(enquiry_id)
    if actor.kind != "candidate" or actor.candidate_id != found.candidate_id:
        raise NotFoundError("no such question")
    return found


def record(enquiry: Enquiry, what: str, details: Mapping[str, Any] | None = None) -> None:
    """One line of the trail; never the words of a question."""
    audit.record(
        verb=f"hiring.enquiries.enquiry.{what}",
        obj=("enquiry", enquiry.pk),
        unit_id=enquiry.unit_id,
        details=details,
    )
