"""The process's own invitation: whoever enters the AI interview stage of an opening that says so."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.services import inviting
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.kernel.errors import NotFoundError

WINDOW = timedelta(days=7)


@transaction.atomic
def invite_on_entry(*, application_id: UUID, stage: str, now: datetime) -> Interview | None:
    """Invite for a week from now, or None: the application moved on or is held, the process or the opening
    does not ask for it, or somebody invited already (also earlier: a second one is a person's decision).
    """
    try:
        application = pipeline.get(application_id)
    except NotFoundError:
        return None
    if application.stage != stage or application.held_at is not None:
        return None
    asked = "invite" in pipeline.process_of(application).stage(stage).on_enter
    if not asked or not application.requisition.auto_invite:
        return None
    moves.lock(application_id)  # a person's click waits here, and then finds this invitation
    if Interview.objects.filter(application_id=application_id).exists():
        return None
    opens_at = inviting.first_opening(application.unit_id, now)
    interview, _ = inviting.invite(
        application_id=application_id, opens_at=opens_at, closes_at=opens_at + WINDOW, now=now
    )
    return interview
