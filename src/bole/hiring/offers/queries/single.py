"""One offer and its parts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.hiring.offers import library, policies
from bole.hiring.offers.models import ChangeRequest, Offer, PayBand, Signature, SignOff, Version
from bole.hiring.offers.rules import states, terms
from bole.hiring.offers.rules.levels import Band
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.errors import NotFoundError

NOBODY = UUID(int=0)
JUDGED = ("panel", "ai_interview")  # kinds of stages whose outcome is a score


def visible_to(actor: Actor) -> QuerySet[Offer]:
    """Offers the actor may know of: HR those of their units, a candidate his own once one was sent."""
    rows = Offer.objects.select_related("unit", "candidate", "owner", "shown")
    if actor.kind == "candidate":
        return rows.filter(candidate_id=actor.candidate_id or NOBODY, first_sent_at__isnull=False)
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return rows
    return rows.none()


def get(offer_id: UUID) -> Offer:
    """One offer; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=offer_id).first()
    if found is None:
        raise NotFoundError("no such offer")
    return found


def live_of(application_id: UUID) -> Offer | None:
    """The offer of an application that is under way or signed."""
    states_ = (*states.LIVE, states.SIGNED)
    return Offer.objects.filter(application_id=application_id, state__in=states_).first()


def gate(application_id: UUID) -> str:
    """Nobody moves an application on past an offer that is under way (``pipeline.services.keep_gate``)."""
    under_way = Offer.objects.filter(application_id=application_id, state__in=states.LIVE)
    return "offer_open" if under_way.exists() else ""


def versions_of(offer: Offer) -> list[Version]:
    """All versions the actor may see, oldest first; a candidate those that were sent."""
    rows = Version.objects.filter(offer=offer).exclude(state=Version.State.DROPPED)
    if actors.current().kind == "candidate":
        rows = rows.filter(sent_at__isnull=False)
    return list(rows.select_related("answers").order_by("number"))


def in_work(offer: Offer) -> Version | None:
    """The version being written or waiting for a signature."""
    rows = Version.objects.filter(offer=offer, state__in=(Version.State.DRAFT, Version.State.WAITING))
    return rows.first()


def signoffs_of(version: Version) -> list[SignOff]:
    """Who signed a version, in order."""
    return list(SignOff.objects.filter(version=version).select_related("by"))


def requests_of(offer: Offer) -> list[ChangeRequest]:
    """What the candidate asked for, oldest first."""
    return list(ChangeRequest.objects.filter(offer=offer).select_related("about").order_by("asked_at"))


def signature_of(offer: Offer) -> Signature | None:
    """The candidate's signature."""
    return Signature.objects.filter(offer=offer).first()


def unsealed() -> list[UUID]:
    """Signatures whose file is not made yet."""
    return list(Signature.objects.filter(sealed_at=None).values_list("pk", flat=True)[:500])


def of_candidate(actor: Actor, candidate_id: UUID) -> list[Offer]:
    """All offers made to a person, newest first."""
    return list(visible_to(actor).filter(candidate_id=candidate_id).order_by("-decided_at"))


def band_of(job_key: str, grade: str) -> Band | None:
    """The bank's band of a grade, else the library's example; None for an unknown grade."""
    row = PayBand.objects.filter(job_key=job_key, grade=grade, state=PayBand.State.IN_FORCE).first()
    if row is not None:
        return Band(grade, row.low, row.high, row.number, confirmed=True)
    template = library.template_for(job_key)
    return template.band(grade) if template else None


def band_of_terms(made: terms.Terms) -> Band | None:
    """The band these terms are measured against."""
    return band_of(made["job"]["key"], made["grade"])


def bands(job_key: str) -> list[Band]:
    """The bands of a job, lowest first."""
    template = library.template_for(job_key)
    found = (band_of(job_key, one.grade) for one in template.bands) if template else ()
    return [one for one in found if one is not None]


def band_history(job_key: str) -> list[PayBand]:
    """What the bank ever put in force for a job, newest first."""
    rows = PayBand.objects.filter(job_key=job_key).select_related("proposed_by", "signed_by")
    return list(rows.order_by("-in_force_at"))


def lowest_of_post(job_key: str) -> int | None:
    """The low end of the job's lowest band, if the bank confirmed it: an example binds nobody."""
    found = [one.low for one in bands(job_key) if one.confirmed]
    return min(found, default=None)


def had_probation(offer: Offer) -> bool:
    """Whether this person signed an offer with a probation here before: §19 allows one."""
    earlier = Signature.objects.filter(candidate_id=offer.candidate_id).exclude(offer=offer)
    return any(one.version.terms["probation"]["months"] for one in earlier.select_related("version"))


def score_of(application: Any) -> tuple[str, float] | None:
    """(kind of stage, 0–100) of the last judgement on the way here, from the outcome it left behind."""
    process = pipeline.process_of(application)
    for move in reversed(list(pipeline.transitions(application.pk))):
        kind = process.stage(move.from_stage).kind if process.has(move.from_stage) else ""
        score = _number(move.outcome)
        if kind in JUDGED and score is not None:
            return kind, score
    return None


def names(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Display names of accounts."""
    return access.names_of(user_ids)


def _number(outcome: str) -> float | None:
    try:
        found = float(outcome.rsplit(":", 1)[-1])
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None


def signed_terms(application_id: UUID) -> dict[str, Any] | None:
    """What was signed, for the storeys above: None before the signature.

    {offer_id, job_key, job_title{zh,en}, unit_id, grade, currency, pay (lines in fen), monthly,
    yearly_target, insurance, medical, starts_on: date, place, contract_kind, contract_months | None
    (open-ended or a task), probation_months, probation_pay, probation_ends_on: date | None, training: [{key,
    title, hours, quote}], manager_user_id | None, signed_at, document_id | None}.
    """
    signature = (
        Signature.objects.filter(offer__application_id=application_id)
        .select_related("version", "offer")
        .first()
    )
    if signature is None:
        return None
    made = signature.version.terms
    return terms.for_workforce(made) | {
        "offer_id": signature.offer_id,
        "unit_id": signature.unit_id,
        "signed_at": signature.signed_at,
        "document_id": signature.document_id,
    }
