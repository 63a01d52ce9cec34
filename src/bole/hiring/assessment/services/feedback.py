"""The candidate hears within 24 hours; when nobody decided by then, HR hears."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.queue import timers
from bole.hiring.assessment.models import Report
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services

LATE = "assessment.feedback_late"
HEAD_OFFICE_AFTER = timedelta(hours=24)


@transaction.atomic
def send_feedback(*, application_id: UUID, now: datetime) -> bool:
    """After a decision: tell the candidate that the result can be read. Once; False when there is
    nothing to tell."""
    report = Report.objects.filter(application_id=application_id, latest=True).order_by("-created_at").first()
    if report is None:
        return False
    return interview_services.send_feedback(interview_id=report.interview_id, now=now)


@transaction.atomic
def escalate_feedback(*, interview_id: UUID, now: datetime) -> bool:
    """The clock ran out. True when the candidate has still not heard: an audit line, the list shows it as
    late, HR of the unit gets a mail, and head office gets one if a day later nobody has decided either."""
    interview = interviews.get(interview_id)
    if not _still_waits(interview):
        return False
    live.notify("interview", interview.pk, interview.unit_id)
    _record(interview, "overdue", {"due_at": interview.feedback_due_at, "at": now})
    _remind(interview, "decision-due", interview_services.TO_UNIT, now)
    timers.set(kind=LATE, key=str(interview.pk), due_at=now + HEAD_OFFICE_AFTER, unit_id=interview.unit_id)
    return True


@transaction.atomic
def escalate_to_head_office(*, interview_id: UUID, now: datetime) -> bool:
    """A day after HR of the unit was reminded. True when the candidate has still not heard."""
    interview = interviews.get(interview_id)
    if not _still_waits(interview):
        return False
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
        page=f"/console/interviews/{interview.pk}/",
        now=now,
    )
    _record(interview, "reminded", {"template": template, "people": sent})


def _record(interview: Any, what: str, details: dict[str, object]) -> None:
    audit.record(
        verb=f"hiring.assessment.feedback.{what}",
        obj=("interview", interview.pk),
        unit_id=interview.unit_id,
        details=details,
    )
