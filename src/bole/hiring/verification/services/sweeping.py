"""When its time is over, what a check holds is destroyed; that it was made, and how it ended, stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.files import services as files
from bole.hiring.verification.models import Check, Finding, Paper
from bole.hiring.verification.services import steps


@transaction.atomic
def erase_check(*, check_id: UUID, now: datetime) -> bool:
    """The end of a check's retention: claims, facts, words and papers go. False when they went before."""
    check = steps.locked_check(check_id)
    if check.erased_at is not None or check.erase_at is None or now < check.erase_at:
        return False
    empty(check, now)
    steps.note(check.verification, "erased", now, check=check)
    return True


def empty(check: Check, now: datetime) -> int:
    """Destroy what is personal in one check; counts the rows."""
    papers = list(Paper.objects.filter(check_of=check, erased_at=None))
    for paper in papers:
        if paper.file_id is not None:
            files.erase(file_id=paper.file_id, now=now, reason="retention")
        paper.name, paper.file_id, paper.erased_at = "", None, now
        paper.save()
    findings = list(Finding.objects.filter(check_of=check))
    for finding in findings:
        finding.facts, finding.points, finding.note = None, None, ""
        finding.save()
    for dispute in check.disputes.all():
        dispute.text, dispute.answer = "", None
        dispute.save()
    check.subject, check.claimed, check.points, check.erased_at = "", {}, None, now
    check.save()
    _empty_whole_with_last(check, now)
    return 1 + len(papers) + len(findings)


def _empty_whole_with_last(check: Check, now: datetime) -> None:
    """With the last check the words about the whole go as well."""
    found = check.verification
    if Check.objects.filter(verification=found, erased_at=None).exists():
        return
    found.stability = found.reason = found.id_number = None
    found.save(update_fields=["stability", "reason", "id_number"])
    for doubt in found.doubts.all():
        doubt.what, doubt.said, doubt.note = "", None, None
        doubt.save()
    for paper in found.papers.filter(erased_at=None, file_id__isnull=False):
        files.erase(file_id=paper.file_id, now=now, reason="retention")  # type: ignore[arg-type]  # not null
        paper.name, paper.file_id, paper.erased_at = "", None, now
        paper.save()
