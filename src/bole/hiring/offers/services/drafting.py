"""Making an offer and writing its versions. Only HR's draft is ever written; what was submitted stays."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.hiring.offers import library, queries
from bole.hiring.offers.models import ChangeRequest, Offer, Version
from bole.hiring.offers.rules import difference, states, terms
from bole.hiring.offers.services import building, hidden, steps
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moving
from bole.kernel.errors import ConflictError, InvalidError


@transaction.atomic
def draft(*, application_id: UUID, now: datetime) -> Offer | None:
    """An offer with its first version, from template and evaluation. Once per application; None where it does
    not stand in a stage of kind ``offer`` (any more)."""
    moving.lock(application_id)
    application = pipeline.get(application_id)
    known = queries.live_of(application_id)
    if known is not None:
        return known
    if pipeline.process_of(application).stage(application.stage).kind != "offer":
        return None
    requisition, unit, bank = application.requisition, application.unit, org.root() or application.unit
    title = {"zh": requisition.title_zh, "en": requisition.title_en}
    made, sources = building.first_terms(
        job_key=requisition.job_key,
        unit=unit,
        title=title,
        score=queries.score_of(application),
        today=bank_time.today(now),
    )
    offer = Offer.objects.create(
        unit=unit,
        application=application,
        candidate_id=application.candidate_id,
        job_key=requisition.job_key,
        about={
            "bank": {"zh": bank.name_zh, "en": bank.name_en},
            "unit": {"zh": unit.name_zh, "en": unit.name_en},
            "job": title,
            "number": application.candidate.number,
        },
        language="en" if application.candidate.language.startswith("en") else "zh",
        owner_id=requisition.owner_id,
        wishes=hidden.proposed(application_id),
        decided_at=application.stage_since,
    )
    _version(offer, 1, made, sources, now)
    steps.changed(offer, "drafted", {"wishes": len(offer.wishes)})
    return offer


@transaction.atomic
def save(*, offer_id: UUID, new: Mapping[str, Any], revision: int, now: datetime) -> Version:
    """Write the draft. ``revision``: of the draft the person was looking at; of two editors the second is
    told (ConflictError ``lost_race``). A shape that cannot be right is refused, what the law forbids only
    later, when it is handed in, so that half a form can be kept."""
    offer, who = steps.locked_for_bank(offer_id)
    version = _draft_of(offer)
    if version.revision != revision:
        raise ConflictError("somebody else saved in the meantime", code="lost_race")
    changed = difference.changes(version.terms, new)
    if not changed:
        return version
    name = queries.names([who]).get(who, "")
    for one in changed:
        version.sources[one.field] = {"from": "typed", "what": name, "at": now.isoformat()}
    version.terms, version.sha256 = dict(new), terms.fingerprint(new)
    version.revision, version.edited_at = version.revision + 1, now
    _wrote(version, who)
    version.save()
    steps.changed(offer, "saved", {"version": version.number, "fields": [one.field for one in changed]})
    return version


@transaction.atomic
def choose_wish(*, offer_id: UUID, course: str, confirm: bool, now: datetime) -> Offer:
    """Put a suggested course into the training plan of the draft, or drop it (and take it out again)."""
    offer, who = steps.locked_for_bank(offer_id)
    version = _draft_of(offer)
    wish = next((one for one in offer.wishes if one["course"] == course), None)
    found = library.courses().get(course)
    if wish is None or found is None:
        raise InvalidError("no such suggestion", fields={"course": "unknown"})
    wish["state"] = "confirmed" if confirm else "dropped"
    new = deepcopy(version.terms)
    new["training"] = [one for one in new["training"] if one["key"] != course]
    if confirm:
        quote = {"text": wish["quote"], "second": wish["second"], "answer": wish["answer"]}
        new["training"].append(
            {"key": course, "title": dict(found.title), "hours": found.hours, "quote": quote}
        )
    version.terms, version.sha256, version.edited_at = new, terms.fingerprint(new), now
    version.sources[f"training.{course}"] = {"from": "evaluation", "what": "interview", "at": now.isoformat()}
    version.revision += 1
    _wrote(version, who)
    version.save()
    offer.save(update_fields=["wishes"])
    steps.changed(offer, "wish_chosen", {"course": course, "confirmed": confirm})
    return offer


@transaction.atomic
def next_version(*, offer_id: UUID, now: datetime, takes_over: bool = False) -> Version:
    """Begin the next version from the one that is shown. ``takes_over``: with what the candidate asked for
    already filled in where it is a date or a course of action the terms know."""
    offer, who = steps.locked_for_bank(offer_id)
    if offer.state not in states.LIVE | {states.EXPIRED} or offer.shown is None:
        raise ConflictError("nothing can be offered anew here", code="wrong_state")
    if steps.in_work(offer) is not None:
        raise ConflictError("a version is being written already", code="in_work")
    request = ChangeRequest.objects.filter(offer=offer, state=ChangeRequest.State.OPEN).first()
    new, sources = deepcopy(offer.shown.terms), dict(offer.shown.sources)
    if takes_over and request is not None:
        for item in request.body["items"]:
            if item["field"] == "starts_on" and item["wanted"]:
                new["starts_on"] = item["wanted"]
                sources["starts_on"] = {"from": "candidate", "what": "", "at": request.asked_at.isoformat()}
    version = _version(offer, _next_number(offer), new, sources, now, request=request)
    _wrote(version, who)
    version.save(update_fields=["writers"])
    steps.changed(offer, "version_begun", {"version": version.number})
    return version


@transaction.atomic
def drop_version(*, offer_id: UUID) -> None:
    """Throw the draft of a later version away; the candidate keeps seeing the one that is shown."""
    offer, _ = steps.locked_for_bank(offer_id)
    version = _draft_of(offer)
    if offer.shown is None:
        raise ConflictError("the first version can only be withdrawn with the offer", code="wrong_state")
    version.state = Version.State.DROPPED
    version.save(update_fields=["state"])
    steps.changed(offer, "version_dropped", {"version": version.number})


@transaction.atomic
def take_over(*, offer_id: UUID) -> Offer:
    """Somebody of HR takes care of it."""
    offer, who = steps.locked_for_bank(offer_id)
    if offer.owner_id != who:
        offer.owner_id = who
        offer.save(update_fields=["owner"])
        steps.changed(offer, "owner", {"owner": who})
    return offer


def _draft_of(offer: Offer) -> Version:
    version = steps.in_work(offer)
    if version is None or version.state != Version.State.DRAFT:
        raise ConflictError("there is no draft to write in", code="no_draft")
    return version


def _wrote(version: Version, who: UUID) -> None:
    if str(who) not in version.writers:
        version.writers = [*version.writers, str(who)]


def _next_number(offer: Offer) -> int:
    newest = Version.objects.filter(offer=offer).order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _version(
    offer: Offer,
    number: int,
    made: Mapping[str, Any],
    sources: Mapping[str, Any],
    now: datetime,
    request: ChangeRequest | None = None,
) -> Version:
    return Version.objects.create(
        unit_id=offer.unit_id,
        offer=offer,
        number=number,
        terms=dict(made),
        sha256=terms.fingerprint(made),
        sources=dict(sources),
        answers=request,
        made_at=now,
        edited_at=now,
    )
