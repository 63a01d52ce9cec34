"""The candidate hears within 24 hours; when nobody decided by then, HR hears."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.assessment.models import Report
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services


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
    """The clock ran out. True when the candidate has still not heard: an audit line, and the list shows
    it as late."""
    interview = interviews.get(interview_id)
    if interview.feedback_sent_at is not None or interview.state == "withdrawn":
        return False
    live.notify("interview", interview.pk, interview.unit_id)
    audit.record(
        verb="hiring.assessment.feedback.overdue",
        obj=("interview", interview.pk),
        unit_id=interview.unit_id,
        details={"due_at": interview.feedback_due_at, "at": now},
    )
    return True
