"""The one-time code of an invitation: proof that its holder has the invited phone or mailbox too."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.interviews import rules
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.services import steps
from bole.hiring.personal_links import services as personal_links
from bole.hiring.personal_links.services import CodeSent, Door
from bole.kernel.errors import ConflictError

KIND = "interview"


@transaction.atomic
def send_code(*, interview_id: UUID, now: datetime) -> CodeSent:
    """Send a fresh six-digit code to the invited address; earlier ones are void. ConflictError when
    throttled."""
    interview = steps.locked_for_candidate(interview_id)
    if interview.state == Interview.State.WITHDRAWN:
        raise ConflictError("the invitation was withdrawn", code="interview_withdrawn")
    return personal_links.send_code(door=_door(interview), now=now)


def verify_code(*, interview_id: UUID, code: str, now: datetime) -> Interview:
    """Accept a code once. A wrong one is counted even though this raises: code_wrong, code_expired,
    code_used_up."""
    with transaction.atomic():
        door = _door(steps.locked_for_candidate(interview_id))
    personal_links.accept_code(door=door, code=code, now=now)
    with transaction.atomic():
        interview = steps.locked_for_candidate(interview_id)
        interview.verified_at = now
        if interview.state == Interview.State.INVITED:
            interview.state = rules.move(interview.state, Interview.State.OPENED)
        interview.save(update_fields=["verified_at", "state"])
        steps.tell(interview)
    return interview


def _door(interview: Interview) -> Door:
    return Door(
        kind=KIND,
        about_id=interview.pk,
        candidate_id=interview.candidate_id,
        unit_id=interview.unit_id,
        bank=interview.about["bank"][interview.language],
        language=interview.language,
        zone=interview.zone,
    )
