"""What another system says about a person: newer values take the place of older ones, never the reverse."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.candidates import policies, rules
from bole.hiring.candidates.models import Candidate
from bole.hiring.candidates.services import duplicates
from bole.hiring.candidates.services.people import _filled, provenance
from bole.kernel.errors import NotFoundError

TOLD = ("name", "phone", "email", "birth_date")


@transaction.atomic
def take_over(
    *, candidate_id: UUID, values: Mapping[str, str], source: str, as_of: datetime, now: datetime
) -> list[str]:
    """Take each value that is newer at its source than the one we hold; gives the fields that changed.

    ``as_of``: when the value held there. Per field source and time are kept; a value typed by the bank
    counts from when it was typed. An empty value never removes one.
    """
    row = Candidate.objects.select_for_update().filter(pk=candidate_id, erased_at=None).first()
    if row is None:
        raise NotFoundError("no such candidate")
    permissions.require(actors.current(), policies.REGISTER, row.unit_id)
    told_by = provenance(source, as_of)
    taken = [
        field
        for field in TOLD
        if values.get(field) and rules.newer(_told_before(row, field), told_by["as_of"])
    ]
    told = {field: values[field] if field in taken else getattr(row, field) or "" for field in TOLD}
    rules.check_contact(**told)
    changed = [field for field in taken if _comparable(field, told[field]) != (getattr(row, field) or "")]
    row.provenance = row.provenance | dict.fromkeys(taken, told_by)
    row.birth_date = told.pop("birth_date") or None
    _filled(row, **told).save()
    if changed:
        _tell(row, changed, source, as_of, now)
    return changed


def _told_before(row: Candidate, field: str) -> dict[str, str]:
    """Who told the value we hold, and when; nothing where we hold none."""
    if not getattr(row, field):
        return {}
    known: dict[str, str] = row.provenance.get(field) or provenance("bank", row.created_at)
    return known


def _comparable(field: str, value: str) -> str:
    return rules.same_phone(value) if field == "phone" else value.strip()


def _tell(row: Candidate, changed: list[str], source: str, as_of: datetime, now: datetime) -> None:
    audit.record(
        verb="hiring.candidates.candidate.taken_over",
        obj=("candidate", row.pk),
        unit_id=row.unit_id,
        fields=changed,
        details={"source": source, "as_of": as_of},
    )
    live.notify("candidate", row.pk, row.unit_id)
    duplicates.propose_duplicates(candidate_id=row.pk, now=now)
