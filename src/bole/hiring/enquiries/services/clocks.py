"""The reply clock: office time of the bank, half of it to the reminder, all of it to the escalation."""

from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.access.models import User
from bole.foundation.messaging import services as messaging
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.foundation.workdays import queries as workdays
from bole.hiring.enquiries import rules
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.enquiries.services import steps


def start(enquiry: Enquiry, now: datetime) -> None:
    """Set the moment it is due, who takes care of it, and both timers. The caller saves the row."""
    enquiry.waiting_since, enquiry.due_at = now, due_at(enquiry.unit_id, now)
    if enquiry.owner_id is None:
        enquiry.owner = least_busy(enquiry.unit_id)
    key = str(enquiry.pk)
    half = rules.reminder(now, enquiry.due_at)
    timers.set(kind=steps.REMIND, key=key, due_at=half, unit_id=enquiry.unit_id)
    timers.set(kind=steps.ESCALATE, key=key, due_at=enquiry.due_at, unit_id=enquiry.unit_id)


def stop(enquiry: Enquiry) -> None:
    """It is answered."""
    timers.cancel(kind=steps.REMIND, key=str(enquiry.pk))
    timers.cancel(kind=steps.ESCALATE, key=str(enquiry.pk))


def due_at(unit_id: UUID, now: datetime) -> datetime:
    """When a question that begins to wait now must be answered."""
    local = bank_time.local(now)
    calendar, own = workdays.calendar(), workdays.special_days(unit_id, local.date())

    def works(day: date) -> bool:
        return calendar.day(day, own).working

    given = settings.ENQUIRIES
    found = rules.due(
        local,
        minutes=given["reply_hours"] * 60,
        opens=time.fromisoformat(given["opens"]),
        closes=time.fromisoformat(given["closes"]),
        works=works,
    )
    return found.astimezone(now.tzinfo)


def least_busy(unit_id: UUID) -> User | None:
    """Who of the nearest HR has the fewest questions waiting; None where there is nobody."""
    people = access.holders_of((roles.BRANCH_HR,), unit_id) or access.holders_of(
        (roles.HEAD_OFFICE_HR,), unit_id
    )
    waiting = list(
        Enquiry.objects.filter(unit_id=unit_id, state=Enquiry.State.WAITING).values_list(
            "owner_id", flat=True
        )
    )
    return min(people, key=lambda one: waiting.count(one.pk), default=None)


@transaction.atomic
def remind(*, enquiry_id: UUID, now: datetime) -> bool:
    """Half of the time is over: a mail to who takes care of it, or the branch. False when it is answered."""
    enquiry = steps.locked(enquiry_id)
    if enquiry.state != Enquiry.State.WAITING or enquiry.reminded_at is not None:
        return False
    enquiry.reminded_at = now
    enquiry.save(update_fields=["reminded_at"])
    people = [enquiry.owner] if enquiry.owner else access.holders_of((roles.BRANCH_HR,), enquiry.unit_id)
    _write(enquiry, "question-waiting", people, now)
    steps.record(enquiry, "reminded")
    return True


@transaction.atomic
def escalate(*, enquiry_id: UUID, now: datetime) -> bool:
    """The time is over: a mail to head office. False when it is answered."""
    enquiry = steps.locked(enquiry_id)
    if enquiry.state != Enquiry.State.WAITING or enquiry.escalated_at is not None:
        return False
    enquiry.escalated_at = now
    enquiry.save(update_fields=["escalated_at"])
    _write(enquiry, "question-late", access.holders_of((roles.HEAD_OFFICE_HR,), enquiry.unit_id), now)
    steps.record(enquiry, "escalated")
    return True


def _write(enquiry: Enquiry, template: str, people: list[User], now: datetime) -> None:
    """A number and a link, never a name or the question."""
    page = reverse("enquiries:one", args=[enquiry.pk])
    assert enquiry.due_at is not None
    assert enquiry.waiting_since is not None
    for one in people:
        if not one.email:
            continue
        language = "en" if one.language.startswith("en") else "zh"
        local = bank_time.local(enquiry.due_at)
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=one.email),
            language=language,
            context={
                "unit": enquiry.unit.name_en if language == "en" else enquiry.unit.name_zh,
                "number": enquiry.candidate.number,
                "due_at": f"{local:%Y-%m-%d %H:%M}",
                "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
            },
            unit_id=enquiry.unit_id,
            about=("enquiry", enquiry.pk),
            user_id=one.pk,
            now=now,
            occasion=f"{one.pk} {enquiry.waiting_since:%y%m%d%H%M}",
        )
