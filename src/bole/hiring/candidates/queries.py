"""Reads of people. Row-level security cuts every answer to the actor's units, or to himself."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.keys.current import blind_index
from bole.hiring.candidates import policies, rules
from bole.hiring.candidates.models import Candidate, Resume
from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody; empty strings where unknown."""

    name: str
    phone: str
    email: str
    language: str


def visible_to(actor: Actor) -> QuerySet[Candidate]:
    """People whose name the actor may read."""
    if actor.kind in {"system", "candidate"} or permissions.allowed(actor, policies.VIEW):
        return Candidate.objects.select_related("unit")
    return Candidate.objects.none()


def get(candidate_id: UUID) -> Candidate:
    """One person; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=candidate_id).first()
    if found is None:
        raise NotFoundError("no such candidate")
    return found


def contact(candidate_id: UUID) -> Contact:
    """Name and addresses: for HR of the unit, the machine that writes to the person, and the person."""
    candidate = get(candidate_id)
    actor = actors.current()
    if actor.kind == "user":
        permissions.require(actor, policies.CONTACT, candidate.unit_id)
    return Contact(candidate.name, candidate.phone, candidate.email, candidate.language)


def resume_of(candidate_id: UUID) -> Resume | None:
    """What was pasted of a person's résumé: for HR of the unit, the machine, and the person."""
    candidate = get(candidate_id)
    actor = actors.current()
    if actor.kind == "user":
        permissions.require(actor, policies.RESUME, candidate.unit_id)
    return Resume.objects.filter(candidate_id=candidate_id).first()


def ids_matching(text: str) -> QuerySet[Candidate, UUID]:
    """People found by number, whole name, phone or address, through blind indexes: part of a name finds
    nobody."""
    return visible_to(actors.current()).filter(_matching(text)).values_list("pk", flat=True)


def _matching(text: str) -> Q:
    found = Q(number__iexact=text.strip())
    found |= Q(name_index=index("name", rules.same_name(text)))
    if "@" in text:
        found |= Q(email_index=index("email", rules.same_mail(text)))
    digits = rules.same_phone(text)
    if len(digits) >= 6:
        found |= Q(phone_index=index("phone", digits))
    return found


def index(field: str, normalised: str) -> str:
    """The blind index of one field's normalised value; empty for nothing."""
    return blind_index(normalised, f"candidate/{field}") if normalised else ""


def masked_mail(address: str) -> str:
    """Enough to recognise one's own address."""
    return rules.masked_mail(address)


def masked_phone(number: str) -> str:
    """The last four digits."""
    return rules.masked_phone(number)
