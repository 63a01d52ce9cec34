"""A person decides about a finding, with a reason; later somebody writes down how it went."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.integrity import policies
from bole.hiring.integrity.models import Decision, Finding
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

SHORTEST = 10  # characters of a reason
LONGEST = 1000


@transaction.atomic
def decide(*, finding_id: UUID, choice: str, reason: str, now: datetime) -> Decision:
    """One decision; the same person may decide anew, the last one counts. Nothing else follows from it by
    machine: no score, no stage, no message."""
    finding = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None:
        raise NotFoundError("no such finding")
    permissions.require(actors.current(), policies.DECIDE, finding.unit_id)
    if choice not in Decision.Choice.values:
        raise InvalidError("choose what to do", fields={"choice": "required"})
    row = Decision.objects.create(
        unit_id=finding.unit_id,
        candidate_id=finding.candidate_id,
        finding=finding,
        choice=choice,
        reason=_said(reason, "reason"),
        seen=finding.figures,
        by_id=_user(),
        at=now,
        done_at=now if choice == Decision.Choice.NO_ISSUE else None,
    )
    _record(finding, "decided", choice=choice)
    return row


@transaction.atomic
def settle_decision(*, decision_id: UUID, outcome: str, now: datetime) -> Decision:
    """The probe was asked, or the live interview held: what came of it, in words."""
    row = Decision.objects.select_for_update().filter(pk=decision_id).first()
    if row is None:
        raise NotFoundError("no such decision")
    permissions.require(actors.current(), policies.DECIDE, row.unit_id)
    if row.done_at is not None:
        raise ConflictError("this was settled", code="already_settled")
    row.outcome, row.done_at, row.done_by_id = _said(outcome, "outcome"), now, _user()
    row.save(update_fields=["outcome", "done_at", "done_by"])
    _record(row.finding, "settled", choice=row.choice)
    return row


def _user() -> UUID:
    actor = actors.current()
    if actor.kind != "user" or actor.id is None:
        raise InvalidError("only a person decides", code="person_needed")
    return actor.id


def _said(text: str, name: str) -> str:
    words = text.strip()
    if not SHORTEST <= len(words) <= LONGEST:
        raise InvalidError(f"{name}: {SHORTEST} to {LONGEST} characters", fields={name: "length"})
    return words


def _record(finding: Finding, what: str, **details: Any) -> None:
    audit.record(
        verb=f"hiring.integrity.finding.{what}",
        obj=("integrity_finding", finding.pk),
        unit_id=finding.unit_id,
        details={"kind": finding.kind, "interview": finding.interview_id, **details},
    )
