"""The candidate hears within 24 hours: HR is warned before, head office hears when they are over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.feedback.models import Feedback
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services


@transaction.atomic
def warn(*, interview_id: UUID, now: datetime) -> bool:
    """The clock is in danger. True when the candidate still waits: HR of the unit gets a mail."""
    interview = interviews.get(interview_id)
    if not _still_waits(interview) or now >= (interview.feedback_due_at or now):
        return False  # heard already, or too late for a warning: the next clock speaks
    Feedback.objects.filter(interview_id=interview_id, warned_at=None).update(warned_at=now)
    _remind(interview, "feedback-soon", interview_services.TO_UNIT, now)
    return True


@transaction.atomic
def escalate(*, interview_id: UUID, now: datetime) -> bool:
    """The clock ran out. True when the candidate has still not heard: an audit line, the list shows it as
    late, HR of the unit and head office get a mail each, once."""
    interview = interviews.get(interview_id)
    if not _still_waits(interview):
        return False
    live.notify("interview", interview.pk, interview.unit_id)
    _record(interview, "overdue", {"due_at": interview.feedback_due_at, "at": now})
    _remind(interview, "decision-due", interview_services.TO_UNIT, now)
    _remind(interview, "decision-late", interview_services.TO_HEAD, now)
    return True


def _still_waits(interview: Any) -> bool:
    return interview.feedback_sent_at is None and interview.state != "withdrawn"


def _remind(interview: Any, template: str, to_roles: tuple[str, ...], now: datetime) -> None:
    sent = interview_services.alert(
        interview_id=interview.pk,
        about=("interview", interview.pk),
        template=template,
        to_roles=to_roles,
        due_at=interview.feedback_due_at or now,
        page=_page(interview),
        now=now,
    )
    _record(interview, "reminded", {"template": template, "people": sent})


def _page(interview: Any) -> str:
    """Where to act: the feedback, or the interview while there is none."""
    found = Feedback.objects.filter(interview_id=interview.pk).values_list("pk", flat=True).first()
    return f"/console/feedback/{found}/" if found else f"/console/interviews/{interview.pk}/"


def _record(interview: Any, what: str, details: dict[str, object]) -> None:
    audit.record(
        verb=f"hiring.feedback.clock.{what}",
        obj=("interview", interview.pk),
        unit_id=interview.unit_id,
        details=details,
    )
