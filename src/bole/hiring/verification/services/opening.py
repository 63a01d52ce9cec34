"""An application enters a stage of kind check: what is to be checked is written down, nothing is sent yet."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.hiring.verification import library
from bole.hiring.verification.models import Check, Doubt, Verification
from bole.hiring.verification.rules import doubts, planning, stability
from bole.hiring.verification.rules.planning import Plan, Wanted
from bole.hiring.verification.services import steps, telling
from bole.parsing import api as parsing

if TYPE_CHECKING:
    from bole.hiring.pipeline.models import Application

KIND = "check"
CONSENT_DAYS = 2  # working days until somebody who has not decided is reminded
DOUBT_DAYS = 5


@transaction.atomic
def open_for(*, application_id: UUID, now: datetime) -> Verification | None:
    """Begin the checks of an application that stands in a stage of kind check. Repeatable: an open one is
    returned as it is; None for an application that stands elsewhere by now."""
    moves.lock(application_id)
    application = pipeline.get(application_id)
    known = Verification.objects.filter(application_id=application_id, settled_at=None).first()
    if known is not None:
        return known
    if pipeline.process_of(application).stage(application.stage).kind != KIND:
        return None
    plan = library.plan_for(application.requisition.job_key)
    resume = resume_of(application.candidate_id)
    found = _made(application, plan, resume, now)
    _checks(found, planning.wanted(plan, resume, bank_time.today(now)))
    _doubts(found, plan, resume, now)
    steps.note(found, "opened", now, plan=plan.key, version=plan.version)
    ask_for_consent(found, now)
    return found


def ask_for_consent(found: Verification, now: datetime, occasion: str = "") -> None:
    """Write to the person, and look again in two working days."""
    told = telling.person(found, "check-consent", now, occasion)
    steps.note(found, "consent_asked", now, told=told)
    due = steps.working_days(found, CONSENT_DAYS, now)
    timers.set(kind=steps.CONSENT_DUE, key=str(found.pk), due_at=due, unit_id=found.unit_id)


@transaction.atomic
def remind_of_consent(*, verification_id: UUID, now: datetime) -> bool:
    """The person has not decided yet: write again, and tell HR. False once he has."""
    found = steps.locked(verification_id)
    if found.state != Verification.State.CONSENT:
        return False
    day = f"{now:%y%m%d}"
    ask_for_consent(found, now, day)
    telling.staff(found, "check-waiting", now, f"consent {day}")
    return True


def resume_of(candidate_id: UUID) -> Mapping[str, Any]:
    """The newest résumé as parsed, a file before pasted lines; empty without any."""
    with actors.system_scope("background check"):
        found = candidates.resume_of(candidate_id)
        if found is not None:
            return found
        pasted = candidates.pasted_of(candidate_id)
    return parsing.parse(pasted.text.encode()).to_json() if pasted is not None else {}


def _made(application: "Application", plan: Plan, resume: Mapping[str, Any], now: datetime) -> Verification:
    flag = stability.flag(stability.jobs(resume.get("work") or []))
    owners = moves.owners(application)
    return Verification.objects.create(
        unit_id=application.unit_id,
        candidate_id=application.candidate_id,
        application=application,
        job={"zh": application.requisition.title_zh, "en": application.requisition.title_en},
        plan=asdict(plan),
        owner=owners[0] if owners else None,
        stability=flag.to_json() if flag else None,
        opened_at=now,
    )


def _checks(found: Verification, wanted: list[Wanted]) -> None:
    Check.objects.bulk_create(
        Check(
            unit_id=found.unit_id,
            candidate_id=found.candidate_id,
            verification=found,
            position=position,
            order=one.planned.order,
            gate=one.planned.gate,
            kind=one.planned.kind,
            source=one.planned.source,
            needs=list(one.planned.needs),
            subject=one.subject,
            claimed=dict(one.claimed),
            cost_fen=one.planned.cost_fen,
        )
        for position, one in enumerate(wanted, start=1)
    )


def _doubts(found: Verification, plan: Plan, resume: Mapping[str, Any], now: datetime) -> None:
    due = steps.working_days(found, DOUBT_DAYS, now)
    listed = doubts.doubts(
        resume.get("work") or [],
        resume.get("education") or [],
        months=plan.gap_months,
        today=bank_time.today(now),
    )
    for position, one in enumerate(listed, start=1):
        Doubt.objects.create(
            unit_id=found.unit_id,
            candidate_id=found.candidate_id,
            verification=found,
            position=position,
            kind=one.kind,
            what=one.what,
            months=one.months,
            owner=found.owner,
            due_at=due,
        )
    if listed:
        timers.set(kind=steps.DOUBT_DUE, key=str(found.pk), due_at=due, unit_id=found.unit_id)
