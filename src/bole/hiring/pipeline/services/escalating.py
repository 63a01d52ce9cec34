"""A service level ran out: whoever answers for the opening is told, and later whoever stands above."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bole.foundation import events
from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.events import live
from bole.foundation.messaging import services as messaging
from bole.foundation.messaging import templates
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.pipeline import queries, rules
from bole.hiring.pipeline.events import StageOverdue
from bole.hiring.pipeline.models import Application, Overdue
from bole.hiring.pipeline.rules import Stage
from bole.hiring.pipeline.services import steps
from bole.hiring.requisitions import queries as requisitions

PAGE = "/console/candidates/{}/"  # the console is above: its address is known here by its form only
TEMPLATES = {Overdue.Level.OWNER: "stage-overdue", Overdue.Level.HEAD: "stage-escalated"}


@transaction.atomic
def escalate(*, application_id: UUID, due_at: datetime, now: datetime) -> bool:
    """A stage timer fired: tell the owner of the opening, once, and set the timer of what comes next.

    False when the application moved on, was held or was given more time meanwhile.
    """
    application = Application.objects.select_for_update().filter(pk=application_id).first()
    if application is None or application.due_at != due_at or application.stage == rules.CLOSED:
        return False
    stage = queries.process_of(application).stage(application.stage)
    events.publish(StageOverdue(application.pk, application.unit_id, application.stage))
    live.notify("application", application.pk, application.unit_id)
    steps.record(application, "overdue", details={"stage": application.stage, "at": now})
    _tell(application, stage, Overdue.Level.OWNER, owners(application), due_at, now)
    further = steps.later(application.unit_id, stage.escalate_after, now)
    assert further is not None
    timers.set(
        kind=steps.STAGE_LATE,
        key=str(application.pk),
        due_at=further,
        unit_id=application.unit_id,
        payload={"due_at": due_at},
    )
    return True


@transaction.atomic
def escalate_to_head(*, application_id: UUID, due_at: datetime, now: datetime) -> bool:
    """Nothing happened after the owner was told of ``due_at``: tell whoever stands above, once."""
    application = Application.objects.select_for_update().filter(pk=application_id).first()
    if application is None or application.due_at != due_at or application.stage == rules.CLOSED:
        return False
    stage = queries.process_of(application).stage(application.stage)
    steps.record(application, "escalated", details={"stage": application.stage, "at": now})
    _tell(application, stage, Overdue.Level.HEAD, heads(application), due_at, now)
    live.notify("application", application.pk, application.unit_id)
    return True


@transaction.atomic
def remind(*, application_id: UUID, number: int, since: datetime, now: datetime) -> bool:
    """One of a stage's reminders. False when that stay is over, it is on hold, or the process has no such
    reminder any more."""
    application = Application.objects.select_for_update().filter(pk=application_id).first()
    if application is None or application.stage_since != since or application.held_at is not None:
        return False
    stage = queries.process_of(application).stage(application.stage)
    if application.stage == rules.CLOSED or number >= len(stage.reminders):
        return False
    reminder = stage.reminders[number]
    people = owners(application) if reminder.to == "owner" else heads(application)
    occasion = f"{int(since.timestamp())} {number}"
    for one in people:
        _mail(application, stage, reminder.template, one, application.due_at, occasion, now)
    steps.record(application, "reminded", details={"stage": stage.key, "template": reminder.template})
    return True


def owners(application: Application) -> list[Any]:
    """Who answers for the opening; HR nearest to the unit where nobody is named or he has left."""
    owner_id = requisitions.get(application.requisition_id).owner_id
    levels = _levels(application.unit_id)
    named = [user for level in levels for user in level if user.pk == owner_id]
    return named or next((level for level in levels if level), [])


def heads(application: Application) -> list[Any]:
    """Who stands above the owner: HR of the next unit up that has anybody, and of head office at the top."""
    mine = {user.pk for user in owners(application)}
    levels = _levels(application.unit_id)
    standing = next((n for n, level in enumerate(levels) if mine & {user.pk for user in level}), -1)
    above = [
        [user for user in level if user.pk not in mine] for level in (*levels[standing + 1 :], levels[-1])
    ]
    return next((level for level in above if level), [])


def _levels(unit_id: UUID) -> list[list[Any]]:
    """HR of the unit, of the unit above it, and so on to the top: everybody at the highest place he holds."""
    path = [UUID(one) for one in org.path_of(unit_id).strip("/").split("/") if one]
    found, known = [], set()
    for one in path:  # from the top down: whoever holds a unit above also holds this one
        there = [user for user in access.holders_of(roles.HR, one) if user.pk not in known]
        known |= {user.pk for user in there}
        found.append(there)
    return found[::-1] or [[]]


def _tell(
    application: Application,
    stage: Stage,
    level: "Overdue.Level",
    people: Sequence[Any],
    due_at: datetime,
    now: datetime,
) -> None:
    for one in people:
        _, new = Overdue.objects.get_or_create(
            application=application,
            version=application.version,
            level=level,
            user=one,
            defaults={
                "unit_id": application.unit_id,
                "candidate_id": application.candidate_id,
                "stage": stage.key,
                "due_at": due_at,
                "told_at": now,
            },
        )
        if new:
            occasion = f"{application.version} {int(due_at.timestamp())}"
            _mail(application, stage, TEMPLATES[level], one, due_at, occasion, now)


def _mail(
    application: Application,
    stage: Stage,
    template: str,
    to: Any,
    due_at: datetime | None,
    occasion: str,
    now: datetime,
) -> None:
    """A number and a link, never a name. Who has no address has the to-do."""
    if not to.email:
        return
    language = "en" if to.language.startswith("en") else "zh"
    requisition = requisitions.get(application.requisition_id)
    unit = requisition.unit
    said = {
        "job": requisition.title_en if language == "en" else requisition.title_zh,
        "unit": unit.name_en if language == "en" else unit.name_zh,
        "number": application.candidate.number,
        "stage": stage.label[language],
        "due_at": bank_time.told(due_at, language),
        "link": f"{settings.PUBLIC_URL.rstrip('/')}{PAGE.format(application.candidate_id)}",
    }
    fields = templates.template(template).fields
    messaging.send(
        template=template,
        to=messaging.Addresses(mail=to.email),
        language=language,
        context={key: value for key, value in said.items() if key in fields},
        unit_id=application.unit_id,
        about=("application", application.pk),
        user_id=to.pk,
        now=now,
        occasion=f"{occasion} {to.pk}",
    )
