"""Writes of the impact assessment. What a second person approved is never changed; the next one is a new
version."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import transaction
from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.insight.accountability import facts as gathering
from bole.insight.accountability import form, policies
from bole.insight.accountability.models import ImpactAssessment
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.measurement.fairness.impact import Group, impacts

State = ImpactAssessment.State
LONGEST = 8000  # characters of one answer
SHORTEST = 20  # of one that is submitted: a sentence
MOST_GROUPS = 40


@transaction.atomic
def begin(*, now: datetime) -> ImpactAssessment:
    """A new draft on fresh facts, with the words of the last approved version. An open one is returned."""
    user = _writer()
    known = _rows().exclude(state=State.APPROVED).first()
    if known is not None:
        return known
    last = _rows().first()
    facts = gathering.gather(now)
    row = ImpactAssessment.objects.create(
        version=(last.version if last else 0) + 1,
        form_version=form.current().version,
        laws=gathering.laws_of(facts),
        facts=facts,
        answers=dict(last.answers) if last else {},
        groups=list(last.groups) if last else [],
        groups_source=last.groups_source if last else "",
        begun_by_id=user,
        begun_at=now,
        changed_by_id=user,
        changed_at=now,
        writers=[str(user)],
    )
    _record(row, "begun")
    return row


@transaction.atomic
def save(
    *,
    assessment_id: UUID,
    answers: Mapping[str, str],
    groups: Sequence[Group],
    groups_source: str,
    now: datetime,
) -> ImpactAssessment:
    """Keep the draft's words and counts, on facts gathered anew."""
    user, row = _writer(), _open(assessment_id, State.DRAFT)
    if len(groups) > MOST_GROUPS:
        raise InvalidError("too many groups", fields={"groups": "too_many"})
    if groups:
        impacts(groups)  # counts that cannot be are refused
        if not groups_source.strip():
            raise InvalidError("say where the counts come from", fields={"groups_source": "required"})
    known = {section.key for section in form.current().sections}
    row.facts = gathering.gather(now)
    row.laws, row.form_version = gathering.laws_of(row.facts), form.current().version
    row.answers = {key: text.strip()[:LONGEST] for key, text in answers.items() if key in known}
    row.groups = [
        {k: v for k, v in asdict(g).items() if v is not None} | {"name": g.name[:80]} for g in groups
    ]
    row.groups_source = groups_source.strip()[:300] if groups else ""
    row.changed_by_id, row.changed_at = user, now
    row.writers = sorted({*row.writers, str(user)})
    row.save()
    _record(row, "saved")
    return row


@transaction.atomic
def submit(*, assessment_id: UUID, now: datetime) -> ImpactAssessment:
    """Every section that is asked has an answer: now a second person reads it."""
    user, row = _writer(), _open(assessment_id, State.DRAFT)
    missing = missing_of(row)
    if missing:
        raise InvalidError("not every section is answered", fields=dict.fromkeys(missing, "required"))
    row.state, row.sent_back = State.SUBMITTED, ""
    row.writers = sorted({*row.writers, str(user)})
    row.changed_by_id, row.changed_at = user, now
    row.save()
    _record(row, "submitted")
    return row


@transaction.atomic
def send_back(*, assessment_id: UUID, reason: str, now: datetime) -> ImpactAssessment:  # noqa: ARG001  every write has its moment
    """The second person wants it changed, and says why."""
    _approver()
    row = _open(assessment_id, State.SUBMITTED)
    if len(reason.strip()) < SHORTEST:
        raise InvalidError("say what is to be changed", fields={"reason": "length"})
    row.state, row.sent_back = State.DRAFT, reason.strip()[:1000]
    row.save(update_fields=["state", "sent_back"])
    _record(row, "sent_back")
    return row


@transaction.atomic
def approve(*, assessment_id: UUID, now: datetime) -> ImpactAssessment:
    """Frozen, with the name of somebody who did not write in it."""
    user = _approver()
    row = _open(assessment_id, State.SUBMITTED)
    if str(user) in row.writers:
        raise DeniedError("who wrote it cannot approve it", code="second_person_needed")
    row.state, row.approved_by_id, row.approved_at = State.APPROVED, user, now
    row.sha256 = digest(row)
    row.save(update_fields=["state", "approved_by", "approved_at", "sha256"])
    _record(row, "approved", sha256=row.sha256)
    return row


@transaction.atomic
def note_export(*, assessment_id: UUID, kind: str) -> ImpactAssessment:
    """It leaves the console, as PDF or package."""
    permissions.require(actors.current(), policies.READ)
    row = ImpactAssessment.objects.filter(pk=assessment_id).first()
    if row is None:
        raise NotFoundError("no such assessment")
    _record(row, "exported", kind=kind)
    return row


def missing_of(row: ImpactAssessment) -> list[str]:
    """Keys of the asked sections without a sentence."""
    asked = form.current().asked(row.laws)
    return [one.key for one in asked if len(row.answers.get(one.key, "")) < SHORTEST]


def digest(row: ImpactAssessment) -> str:
    """SHA-256 (RFC 8785) over what is approved."""
    body = {
        "version": row.version,
        "form_version": row.form_version,
        "laws": row.laws,
        "facts": row.facts,
        "answers": row.answers,
        "groups": row.groups,
        "groups_source": row.groups_source,
    }
    return hashlib.sha256(rfc8785.dumps(body)).hexdigest()


def _rows() -> QuerySet[ImpactAssessment]:
    return ImpactAssessment.objects.select_for_update(of=("self",)).order_by("-version")


def _open(assessment_id: UUID, state: str) -> ImpactAssessment:
    row = _rows().filter(pk=assessment_id, state=state).first()
    if row is None:
        raise ConflictError("there is none to work on", code="assessment_not_" + state)
    return row


def _writer() -> UUID:
    return permissions.require_person(policies.WRITE)


def _approver() -> UUID:
    return permissions.require_person(policies.APPROVE)


def _record(row: ImpactAssessment, what: str, **details: Any) -> None:
    root = org.root()
    audit.record(
        verb=f"insight.accountability.assessment.{what}",
        obj=("impact_assessment", row.pk),
        unit_id=root.pk if root else None,
        details={"version": row.version, **details},
    )
