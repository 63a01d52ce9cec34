"""Writes: a day the bank works or does not, whatever the calendar says."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.workdays import bank_time, policies
from bole.foundation.workdays.models import BankDay
from bole.kernel.errors import InvalidError, NotFoundError

FARTHEST = timedelta(days=3 * 366)


@transaction.atomic
def set_day(*, unit_id: UUID, day: date, working: bool, reason: str, now: datetime) -> BankDay:
    """Say that a unit works on that day or is closed. The same again is once; otherwise it is replaced.

    InvalidError without a reason, or for a day more than three years away.
    """
    person = permissions.require_person(policies.SET, unit_id)
    reason = " ".join(reason.split())[:80]
    if not reason:
        raise InvalidError("say why", fields={"reason": "required"})
    if abs(day - bank_time.today(now)) > FARTHEST:
        raise InvalidError("too far away", fields={"day": "out_of_range"})
    known = BankDay.objects.select_for_update().filter(unit_id=unit_id, date=day).first()
    if known is not None and (known.working, known.reason) == (working, reason):
        return known
    values = {"working": working, "reason": reason, "set_by_id": person, "set_at": now}
    found, _ = BankDay.objects.update_or_create(unit_id=unit_id, date=day, defaults=values)
    _record(found, "set")
    return found


@transaction.atomic
def forget_day(*, day_id: UUID) -> None:
    """The calendar holds again. NotFoundError for a day that is not there or not to be seen."""
    found = BankDay.objects.select_for_update().filter(pk=day_id).first()
    if found is None:
        raise NotFoundError("no such day")
    permissions.require(actors.current(), policies.SET, found.unit_id)
    _record(found, "forgotten")
    found.delete()


def _record(day: BankDay, what: str) -> None:
    audit.record(
        verb=f"workdays.day.{what}",
        obj=("bank_day", day.pk),
        unit_id=day.unit_id,
        details={
            "year": day.date.year,
            "month": day.date.month,
            "day": day.date.day,
            "working": day.working,
        },
    )
