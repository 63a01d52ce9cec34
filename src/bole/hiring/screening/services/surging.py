"""Surges: counted with every applicant and every hour, begun and ended by numbers, stopped by a person."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bole.foundation import events, queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.messaging import queries as messages
from bole.foundation.messaging import services as messaging
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import policies, queries
from bole.hiring.screening.events import SurgeBegan, SurgeEnded
from bole.hiring.screening.models import Surge, SurgePlan
from bole.hiring.screening.rules import surging
from bole.hiring.screening.rules.surging import Plan
from bole.kernel.errors import ConflictError, InvalidError

LOOK = "screening.surge"
AGAIN = "hiring.screening.screen_again"
EVERY = timedelta(hours=1)
TOLD = "quick-screening"


@transaction.atomic
def check_surge(*, requisition_id: UUID, now: datetime) -> Surge | None:
    """Begin or end the surge of an opening by the number of its applicants; gives the one that runs then."""
    plan, running = queries.plan_of(requisition_id), queries.surge_of(requisition_id)
    count = queries.applicants_since(requisition_id, plan.since(now))
    if surging.begins(plan, count, running=running is not None):
        return _begin(requisitions.get(requisition_id), plan, count, now)
    if running is not None and surging.ends(plan, count, running=True):
        _end(running, Surge.Ended.CALM, now, counted=count)
        return None
    return running


def look_again(*, requisition_id: UUID, now: datetime) -> None:
    """The hourly look: has the crowd gone? Goes on looking while it has not."""
    if check_surge(requisition_id=requisition_id, now=now) is not None:
        timers.set(kind=LOOK, key=str(requisition_id), due_at=now + EVERY, unit_id=_unit(requisition_id))


@transaction.atomic
def stop_surge(*, requisition_id: UUID, now: datetime) -> None:
    """A person ends it, and it does not begin again until a person allows it. Twice is once."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.SURGE, requisition.unit_id)
    running = queries.surge_of(requisition_id)
    if running is None:
        return
    _keep(requisition, queries.plan_of(requisition_id), enabled=False, now=now)
    _end(running, Surge.Ended.STOPPED, now)


@transaction.atomic
def set_plan(
    *,
    requisition_id: UUID,
    enabled: bool,
    threshold: int,
    window_hours: int,
    advance_from: int,
    core_share: int = surging.DEFAULT.core_share,
    calm_percent: int = surging.DEFAULT.calm_percent,
    now: datetime,
) -> Plan:
    """From how many applicants in how many hours on, until when, and by what (``surging.Plan``); InvalidError
    for numbers that cannot be. With another core, everybody in screening is screened anew."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.SURGE, requisition.unit_id)
    before = queries.plan_of(requisition_id)
    plan = Plan(enabled, threshold, timedelta(hours=window_hours), advance_from, core_share, calm_percent)
    _keep(requisition, plan, enabled=enabled, now=now)
    if plan.core_share != before.core_share:
        queue.defer(AGAIN, requisition_id=requisition_id, unit_id=requisition.unit_id)
    return plan


def tell(application: Any, now: datetime) -> None:
    """The candidate hears that there is one more short step, once, in his language."""
    if messages.newest_about("application", [application.pk], TOLD):
        return
    contact = candidates.contact(application.candidate_id)
    language = "en" if contact.language.startswith("en") else "zh"
    bank, job = org.root() or application.unit, application.requisition
    try:
        messaging.send(
            template=TOLD,
            to=messaging.Addresses(mail=contact.email, phone=contact.phone),
            language=language,
            context={
                "name": contact.name,
                "bank": bank.name_en if language == "en" else bank.name_zh,
                "job": job.title_en if language == "en" else job.title_zh,
            },
            unit_id=application.unit_id,
            about=("application", application.pk),
            now=now,
            candidate_id=application.candidate_id,
        )
    except InvalidError as error:
        if error.code != "no_address":
            raise
        return
    running = Surge.objects.filter(requisition_id=application.requisition_id, ended_at=None)
    running.update(told=F("told") + 1)


@transaction.atomic
def follow_process(*, requisition_id: UUID, now: datetime) -> bool:
    """The opening goes another way: a surge that runs puts its step into that way, too. False where nothing
    was to be done, or the way has no place for it."""
    requisition = requisitions.get(requisition_id)
    surge = queries.surge_of(requisition_id)
    process = pipeline_queries.process_for(requisition)
    before = surging.place(process)
    if surge is None or not before or process.has(surging.STAGE):
        return False
    why = f"another process during the surge of {surge.began_at:%Y-%m-%d}"
    pipeline.insert_stage(
        requisition_id=requisition_id, stage_key=surging.STAGE, before=before, why=why, now=now
    )
    return True


def _begin(requisition: Any, plan: Plan, count: int, now: datetime) -> Surge | None:
    hours = plan.hours
    before = surging.place(pipeline_queries.process_for(requisition))
    if not before:  # the process begins with the end, or nobody is screened in it
        return None
    try:
        with transaction.atomic():
            surge = Surge.objects.create(
                unit_id=requisition.unit_id,
                requisition_id=requisition.pk,
                threshold=plan.threshold,
                window_hours=hours,
                advance_from=plan.advance_from,
                counted=count,
                began_at=now,
            )
            why = f"{count} applicants in {hours} h, threshold {plan.threshold}"
            pipeline.insert_stage(
                requisition_id=requisition.pk, stage_key=surging.STAGE, before=before, why=why, now=now
            )
    except (IntegrityError, ConflictError):  # another worker was faster, or the process has no room for it
        return queries.surge_of(requisition.pk)
    timers.set(kind=LOOK, key=str(requisition.pk), due_at=now + EVERY, unit_id=requisition.unit_id)
    events.publish(SurgeBegan(surge.pk, requisition.pk, requisition.unit_id, count))
    _record(surge, "began", counted=count, threshold=plan.threshold, window_hours=hours)
    return surge


def _end(surge: Surge, why: Surge.Ended, now: datetime, **details: Any) -> None:
    actor = actors.current()
    surge.ended, surge.ended_at = why, now
    surge.ended_by_id = actor.id if actor.kind == "user" else None
    surge.save(update_fields=["ended", "ended_at", "ended_by"])
    pipeline.remove_stage(requisition_id=surge.requisition_id, stage_key=surging.STAGE, why=why, now=now)
    timers.cancel(kind=LOOK, key=str(surge.requisition_id))
    events.publish(SurgeEnded(surge.pk, surge.requisition_id, surge.unit_id, why))
    _record(surge, "ended", why=why, told=surge.told, **details)


def _keep(requisition: Any, plan: Plan, *, enabled: bool, now: datetime) -> None:
    SurgePlan.objects.update_or_create(
        requisition_id=requisition.pk,
        defaults={
            "unit_id": requisition.unit_id,
            "enabled": enabled,
            "threshold": plan.threshold,
            "window_hours": plan.hours,
            "advance_from": plan.advance_from,
            "core_share": plan.core_share,
            "calm_percent": plan.calm_percent,
            "changed_by_id": actors.current().id,
            "changed_at": now,
        },
    )
    audit.record(
        verb="hiring.screening.surge.plan_set",
        obj=("requisition", requisition.pk),
        unit_id=requisition.unit_id,
        details={
            "enabled": enabled,
            "threshold": plan.threshold,
            "window_hours": plan.hours,
            "advance_from": plan.advance_from,
            "core_share": plan.core_share,
            "calm_percent": plan.calm_percent,
        },
    )


def _unit(requisition_id: UUID) -> UUID:
    found: UUID = requisitions.get(requisition_id).unit_id
    return found


def _record(surge: Surge, what: str, **details: Any) -> None:
    audit.record(
        verb=f"hiring.screening.surge.{what}",
        obj=("requisition", surge.requisition_id),
        unit_id=surge.unit_id,
        details={"surge": surge.pk, **details},
    )
