"""What the services share: the locked row, who acts, the trail, the live note, the bank's day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.access.actors import Actor
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError
from bole.workforce.performance import queries
from bole.workforce.performance.models import Probation

TOPIC = "probation"


def locked(probation_id: UUID) -> Probation:
    """The row, held until the transaction ends; raises as ``queries.get``."""
    queries.get(probation_id)
    return Probation.objects.select_for_update(of=("self",)).get(pk=probation_id)


def locked_own(probation_id: UUID) -> Probation:
    """The same, for the employee himself and nobody else."""
    actor = actors.current()
    found = Probation.objects.select_for_update(of=("self",)).filter(pk=probation_id).first()
    if found is None or actor.kind != "candidate" or actor.candidate_id != found.candidate_id:
        raise NotFoundError("no such probation")
    return found


def person_id(permission: str, probation: Probation) -> UUID:
    """The same as ``person``, as the account's id."""
    actor = person(permission, probation)
    assert actor.id is not None
    return actor.id


def person(permission: str, probation: Probation) -> Actor:
    """The user who acts, after his right for this probation; DeniedError for a machine."""
    actor = actors.current()
    if actor.kind != "user" or actor.id is None or not queries.may(actor, permission, probation):
        raise DeniedError(f"{permission} is not allowed")
    return actor


def check_version(probation: Probation, seen: int) -> None:
    """ConflictError when it changed since the page was opened: a double click, or somebody was faster."""
    if probation.version != seen:
        raise ConflictError("this probation has changed meanwhile", code="conflict")


def check_running(probation: Probation) -> None:
    """ConflictError (``probation_over``) once it is settled."""
    if probation.state != Probation.State.RUNNING:
        raise ConflictError("the probation is over", code="probation_over")


def bump(probation: Probation, *fields: str) -> None:
    """Save these fields as a change others can see."""
    probation.version += 1
    probation.save(update_fields=[*fields, "version"])


def record(probation: Probation, what: str, details: Mapping[str, Any] | None = None) -> None:
    """One line of the trail, never anybody's words; open pages read again."""
    audit.record(
        verb=f"workforce.performance.{what}",
        obj=("probation", probation.pk),
        unit_id=probation.unit_id,
        details={key: _told(value) for key, value in (details or {}).items()},
    )
    live.notify(TOPIC, probation.pk, probation.unit_id)


def _told(value: Any) -> Any:
    """A day as its first moment: the trail takes times, not dates."""
    return (
        bank_time.moment(value, 0) if isinstance(value, date) and not isinstance(value, datetime) else value
    )
