"""A person of the bank takes care of a question and answers it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bole.foundation import events
from bole.foundation.access import actors, permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.messaging import services as messaging
from bole.hiring.candidates import queries as candidates
from bole.hiring.enquiries import policies, queries, rules
from bole.hiring.enquiries.events import EnquiryAnswered
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.enquiries.services import clocks, steps
from bole.kernel.errors import ConflictError, InvalidError


@transaction.atomic
def assign(*, enquiry_id: UUID, user_id: UUID) -> Enquiry:
    """Somebody of the unit's HR takes care of it. The same person again is once."""
    enquiry = steps.locked(enquiry_id)
    permissions.require(actors.current(), policies.ANSWER, enquiry.unit_id)
    if enquiry.state != Enquiry.State.WAITING:
        raise ConflictError("it is answered already", code="lost_race")
    if user_id not in {one.pk for one in access.holders_of(roles.HR, enquiry.unit_id)}:
        raise InvalidError("not HR of this unit", fields={"owner": "unknown"})
    if enquiry.owner_id != user_id:
        enquiry.owner_id = user_id
        enquiry.save(update_fields=["owner"])
        steps.record(enquiry, "assigned", {"owner": user_id})
    return enquiry


@transaction.atomic
def answer(*, enquiry_id: UUID, text: str, now: datetime) -> Enquiry:
    """Send the answer by the candidate's channel and show it on his page; who was first wins.

    ConflictError (``lost_race``) when it does not wait any more, InvalidError for an empty or endless text.
    """
    enquiry = steps.locked(enquiry_id)
    person = permissions.require_person(policies.ANSWER, enquiry.unit_id)
    cleaned = rules.clean(text, rules.LONGEST_ANSWER)
    enquiry.state = rules.move(enquiry.state, Enquiry.State.ANSWERED)
    enquiry.answer, enquiry.answered_by_id, enquiry.answered_at = cleaned, person, now
    enquiry.replies += 1
    enquiry.save()
    clocks.stop(enquiry)
    assert enquiry.waiting_since is not None
    assert enquiry.due_at is not None
    minutes = int((now - enquiry.waiting_since).total_seconds() // 60)
    steps.record(enquiry, "answered", {"minutes": minutes, "in_time": now <= enquiry.due_at})
    _send(enquiry, now)
    events.publish(EnquiryAnswered(enquiry.pk, enquiry.candidate_id, enquiry.unit_id, "person"))
    return enquiry


def _send(enquiry: Enquiry, now: datetime) -> None:
    """To the candidate; somebody without an address reads it on the page."""
    with actors.system_scope("an answer to a candidate"):
        contact = candidates.contact(enquiry.candidate_id)
        if not (contact.email or contact.phone):
            return
        page = reverse("enquiries-open:thread", args=[queries.token_of(enquiry)])
        messaging.send(
            template="question-answered",
            to=messaging.Addresses(mail=contact.email, phone=contact.phone),
            language=enquiry.language,
            context={
                "name": contact.name,
                "question": enquiry.question,
                "answer": enquiry.answer or "",
                "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
            },
            unit_id=enquiry.unit_id,
            about=("enquiry", enquiry.pk),
            candidate_id=enquiry.candidate_id,
            now=now,
            occasion=f"reply {enquiry.replies}",
        )
