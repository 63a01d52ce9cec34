"""What candidates gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bole.hiring.candidates.models import Candidate, Duplicate, Reading, Resume, ResumeFile


def export(candidate_id: UUID) -> dict[str, Any]:
    """The file itself."""
    found = Candidate.objects.filter(pk=candidate_id).first()
    if found is None:
        return {}
    return {
        "number": found.number,
        "name": found.name,
        "phone": found.phone,
        "email": found.email,
        "language": found.language,
        "created_at": found.created_at,
        "resume": [
            {"text": one.text, "source": one.source, "added_at": one.added_at}
            for one in Resume.objects.filter(candidate=found)
        ],
        "birth_date": found.birth_date,
        "provenance": found.provenance,
        "merged_into": found.merged_into.number if found.merged_into else None,
        "resume_files": [
            _exported(one) for one in ResumeFile.objects.filter(candidate=found).select_related("reading")
        ],
        "duplicates": [
            {"reasons": one.reasons, "state": one.state, "created_at": one.created_at}
            for one in Duplicate.objects.filter(Q(candidate=found) | Q(other=found))
        ],
    }


def _exported(one: ResumeFile) -> dict[str, Any]:
    return {
        "file_id": one.file_id,
        "name": one.name,
        "source": one.source,
        "as_of": one.as_of,
        "added_at": one.added_at,
        "state": one.state,
        "error_code": one.error_code,
        "read": one.reading.body if one.reading else None,
        "corrections": one.corrections,
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Name, addresses and their search indexes go; number and row stay, so that statistics keep their
    count."""
    found = Candidate.objects.select_for_update().filter(pk=candidate_id, erased_at=None).first()
    if found is None:
        return 0
    found.name = found.phone = found.email = ""
    found.birth_date = None
    found.name_index = found.phone_index = found.email_index = found.birth_index = ""
    found.provenance, found.merged_into = {}, None
    Candidate.objects.filter(merged_into=found).update(merged_into=None)
    Duplicate.objects.filter(Q(candidate=found) | Q(other=found)).delete()
    _forget_resumes(found)
    found.erased_at = now
    Resume.objects.filter(candidate=found).delete()
    found.save()
    return 1


def _forget_resumes(found: Candidate) -> None:
    """The files' rows, and what was read of contents that nobody else's file holds."""
    contents = set(ResumeFile.objects.filter(candidate=found).values_list("sha256", flat=True))
    ResumeFile.objects.filter(candidate=found).delete()
    shared = ResumeFile.objects.filter(unit_id=found.unit_id, sha256__in=contents)
    alone = contents - set(shared.values_list("sha256", flat=True))
    Reading.objects.filter(unit_id=found.unit_id, sha256__in=alone).delete()
