"""A decision fell: the feedback goes with it, or one word about it where the feedback went before."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment.queries import Telling
from bole.hiring.feedback.models import Feedback
from bole.hiring.feedback.services import preparing, sending
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services


@transaction.atomic
def decided(*, application_id: UUID, now: datetime) -> bool:
    """Repeatable. True when the candidate heard something by this."""
    with actors.system_scope("a decision is told"):
        newest = interviews.newest_of(actors.current(), [application_id]).get(application_id)
    if newest is None:
        return False
    waited = newest.feedback_sent_at is None
    found = preparing.prepare(interview_id=newest.pk, now=now)
    if found is None:
        return False
    found.refresh_from_db()
    if waited or found.sent_at is None:
        return found.sent_at is not None
    return _told_later(found, now)


def _told_later(found: Feedback, now: datetime) -> bool:
    """Once, and only where the letter had to leave the decision open."""
    if found.outcome != "open" or found.decision_told_at is not None:
        return False
    with actors.system_scope("a decision is told"):
        telling = assessment.telling(found.interview_id)
        if telling is None or telling.outcome == "open":
            return False
        _tell(found, telling, now)
    audit.record(
        verb="hiring.feedback.letter.decision_told", obj=("feedback", found.pk), unit_id=found.unit_id
    )
    return True


def _tell(found: Feedback, telling: Telling, now: datetime) -> None:
    interview = interviews.get(found.interview_id)
    step = sending.next_step(found, interview, telling, sending.rule_of(telling.requisition_id), now)
    interview_services.tell_decision(interview_id=interview.pk, next_step=step.text, now=now)
    found.decision_told_at, found.outcome, found.next_on = now, telling.outcome, step.on
    found.letter = {**(found.letter or {}), "next": step.to_json()}
    found.save(update_fields=["decision_told_at", "outcome", "next_on", "letter"])
