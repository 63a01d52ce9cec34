"""What another system tells about a person (OA, a job board): once is enough, older never replaces newer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.keys.current import blind_index
from bole.foundation.privacy import queries as privacy
from bole.hiring.candidates import policies as candidate_policies
from bole.hiring.candidates import services as candidates
from bole.hiring.intake import rules
from bole.hiring.intake.models import Arrival
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError


@dataclass(frozen=True, slots=True)
class Told:
    """One person as another system describes him at ``as_of``; ``resume``: name and bytes of a file."""

    external_id: str
    as_of: datetime
    name: str
    phone: str = ""
    email: str = ""
    birth_date: str = ""
    language: str = "zh"
    requisition_id: UUID | None = None
    resume: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """``outcome``: made, joined (known to the unit), updated or unchanged; ``changed`` names the fields."""

    candidate_id: UUID
    outcome: str
    changed: tuple[str, ...] = ()
    application_id: UUID | None = None


@transaction.atomic
def take_event(*, unit_id: UUID, source: str, told: Told, now: datetime) -> Taken:
    """Take in what a system says. The same ``external_id`` of the same source is always the same person."""
    permissions.require(actors.current(), candidate_policies.REGISTER, unit_id)
    if told.as_of > now:
        raise ConflictError("the time of the data lies in the future", code="as_of_future")
    arrival = _arrival(unit_id, rules.check_code(source, "source"), told.external_id, now)
    if arrival.candidate_id is None:
        candidate_id, outcome, changed = _entered(unit_id, source, told, now)
        arrival.candidate_id = candidate_id
        arrival.save(update_fields=["candidate_id"])
    else:
        candidate_id = arrival.candidate_id
        changed = _taken_over(candidate_id, source, told, now)
        outcome = "updated" if changed else "unchanged"
    application_id = None
    if told.requisition_id is not None:
        made = pipeline.apply(candidate_id=candidate_id, requisition_id=told.requisition_id, now=now)
        application_id = made.pk
    if told.resume is not None:
        _keep_resume(unit_id, candidate_id, told, now)
    audit.record(
        verb=f"hiring.intake.event.{outcome}",
        obj=("candidate", candidate_id),
        unit_id=unit_id,
        details={"source": source, "as_of": told.as_of},
    )
    return Taken(candidate_id, outcome, tuple(changed), application_id)


def _arrival(unit_id: UUID, source: str, external_id: str, now: datetime) -> Arrival:
    """The row of this person at this source, locked: of two calls at once the second waits for the first."""
    key = blind_index(external_id, f"intake/{source}")
    row, new = Arrival.objects.get_or_create(
        unit_id=unit_id, source=f"api:{source}", key=key, defaults={"arrived_at": now}
    )
    row = Arrival.objects.select_for_update().get(pk=row.pk)
    if not new and row.candidate_id and privacy.is_erased(row.candidate_id):
        raise ConflictError("this person was erased and is not made again", code="gone")
    return row


def _entered(unit_id: UUID, source: str, told: Told, now: datetime) -> tuple[UUID, str, list[str]]:
    candidate, new = candidates.enter(
        unit_id=unit_id,
        name=told.name,
        phone=told.phone,
        email=told.email,
        birth_date=told.birth_date,
        language=told.language,
        source=source,
        as_of=told.as_of,
        now=now,
    )
    changed = [] if new else _taken_over(candidate.pk, source, told, now)
    return candidate.pk, "made" if new else "joined", changed


def _taken_over(candidate_id: UUID, source: str, told: Told, now: datetime) -> list[str]:
    values = {
        "name": told.name, "phone": told.phone, "email": told.email, "birth_date": told.birth_date,
    }  # fmt: skip
    return candidates.take_over(
        candidate_id=candidate_id, values=values, source=source, as_of=told.as_of, now=now
    )


def _keep_resume(unit_id: UUID, candidate_id: UUID, told: Told, now: datetime) -> None:
    name, body = told.resume or ("", b"")
    stored = candidates.store_file(unit_id=unit_id, candidate_id=candidate_id, body=body, now=now)
    candidates.add_resume(
        candidate_id=candidate_id, stored=stored, name=name, source="api", as_of=told.as_of, now=now
    )
