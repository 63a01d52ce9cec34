"""The mail to those who may decide."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from bole.foundation.access.models import User
from bole.foundation.approvals import kinds, queries
from bole.foundation.approvals.models import ApprovalRequest
from bole.foundation.messaging import services as messaging


def remind(request: ApprovalRequest, *, late: bool, now: datetime) -> int:
    """Write to everybody who may sign; gives how many have an address."""
    people = [one for one in queries.deciders(request) if one.email]
    for one in people:
        language = "en" if one.language.startswith("en") else "zh"
        messaging.send(
            template="approval-due",
            to=messaging.Addresses(mail=one.email),
            language=language,
            context=_context(request, one, language),
            unit_id=request.unit_id,
            about=("approval_request", request.pk),
            user_id=one.pk,
            now=now,
            occasion=f"{one.pk}/{'late' if late else 'soon'}",
        )
    return len(people)


def _context(request: ApprovalRequest, to: User, language: str) -> dict[str, str]:
    due = timezone.localtime(request.due_at)
    page = kinds.get(request.kind).page(request.object_id)
    return {
        "name": to.get_short_name(),
        "what": request.title[language],
        "proposer": request.proposer.get_short_name(),
        "due_at": due.strftime("%Y-%m-%d %H:%M"),
        "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
    }
