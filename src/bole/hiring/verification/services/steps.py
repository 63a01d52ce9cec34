"""What the services share: locked rows, the timeline, the audit line, the names of timers and tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.verification.models import Check, Step, Verification
from bole.hiring.verification.rules import machine
from bole.kernel.errors import NotFoundError

TOPIC = "verification"
OPEN, SEND, CANCEL, WITHDRAW, STOP = (
    f"verification.{name}" for name in ("open", "send", "cancel", "withdraw", "stop")
)
TRY, LATE, REPLY, CONSENT_DUE, DOUBT_DUE, RETENTION = (
    f"verification.{name}" for name in ("try", "late", "reply", "consent_due", "doubt_due", "retention")
)


def locked(verification_id: UUID) -> Verification:
    """The row, held until the transaction ends; NotFoundError when not there or not to be seen."""
    found = Verification.objects.select_for_update(of=("self",)).filter(pk=verification_id).first()
    if found is None:
        raise NotFoundError("no such verification")
    return found


def locked_for_candidate(verification_id: UUID) -> Verification:
    """The same, for the person it is about and nobody else."""
    actor, found = actors.current(), locked(verification_id)
    if actor.kind != "candidate" or actor.candidate_id != found.candidate_id:
        raise NotFoundError("no such verification")
    return found


def locked_check(check_id: UUID) -> Check:
    """One check with its verification, both held: the verification first, as everywhere."""
    known = Check.objects.filter(pk=check_id).values_list("verification_id", flat=True).first()
    if known is None:
        raise NotFoundError("no such check")
    locked(known)
    return Check.objects.select_for_update(of=("self",)).select_related("verification").get(pk=check_id)


def enter(check: Check, event: str, now: datetime, *, by_person: bool = False, **details: Any) -> str:
    """Move a check by the machine, write it down, stop its clocks where it no longer runs. Saves the row."""
    before = check.state
    check.state = machine.move(before, event, by_person=by_person)
    if check.state not in machine.SENT:
        check.next_try_at = None
        timers.cancel(kind=TRY, key=str(check.pk))
    if check.state not in machine.BUSY:
        timers.cancel(kind=LATE, key=str(check.pk))
        check.ended_at = now
    check.save()
    note(check.verification, event, now, check=check, state=check.state, **details)
    return before


def note(
    found: Verification, what: str, now: datetime, *, check: Check | None = None, **details: Any
) -> None:
    """One line of the timeline and of the audit; open pages read it anew. Codes only, never words."""
    actor = actors.current()
    Step.objects.create(
        unit_id=found.unit_id,
        candidate_id=found.candidate_id,
        verification=found,
        check_of=check,
        number=Step.objects.filter(verification=found).count() + 1,
        what=what,
        details=_plain(details),
        actor_kind=actor.kind,
        user_id=actor.id if actor.kind == "user" else None,
        at=now,
    )
    about = {"check": check.pk, "kind": check.kind} if check else {}
    audit.record(
        verb=f"hiring.verification.check.{what}" if check else f"hiring.verification.case.{what}",
        obj=("verification", found.pk),
        unit_id=found.unit_id,
        details={**about, **details},
    )
    live.notify(TOPIC, found.pk, found.unit_id)


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, bool | int | float | str | type(None)) else str(value)
        for name, value in details.items()
    }


def working_days(found: Verification, days: int, now: datetime) -> datetime:
    """So many working days of the unit later, at the same time of day in the bank's zone."""
    return bank_time.working_days_later(unit_id=found.unit_id, days=days, now=now)
