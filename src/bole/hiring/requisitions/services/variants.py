"""Writes of branches' variants: the branch asks, head office decides, caps, takes out of force or takes
over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.kinds import Decision
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import checks, policies, queries, rules
from bole.hiring.requisitions.jobfile import Competency
from bole.hiring.requisitions.models import Allowance, BranchVariant, JobPortrait
from bole.hiring.requisitions.queries import Standing
from bole.hiring.requisitions.services import following, portraits, signed
from bole.hiring.requisitions.varying import Added
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

KIND = "requisitions.variant"
MOST_CAP = Decimal(50)
State = BranchVariant.State


@transaction.atomic
def begin_variant(*, unit_id: UUID, job_key: str, now: datetime) -> BranchVariant:
    """A draft of what the unit varies, from what it varies now; the open one where there is one."""
    actor = actors.current()
    permissions.require(actor, policies.VARY, unit_id)
    if unit_id == portraits.root_id():
        raise InvalidError("head office changes the portrait itself", code="head_office")
    following.hold_job(job_key)
    known = queries.open_variant(unit_id, job_key)
    if known is not None:
        return known
    standing = queries.in_force(job_key, bank_time.today(now))
    held = queries.variant_in_force(unit_id, job_key)
    row = BranchVariant.objects.create(
        unit_id=unit_id,
        job_key=job_key,
        base_number=standing.number,
        added=held.added if held else [],
        shifts=held.shifts if held else {},
        author_id=actor.id,
        edited_by_id=actor.id,
        created_at=now,
        edited_at=now,
    )
    _record(row, "begun")
    return row


@transaction.atomic
def save_variant(
    *,
    variant_id: UUID,
    added: Sequence[tuple[str, Decimal, str]],
    shifts: Mapping[str, Decimal],
    revision: int,
    now: datetime,
) -> BranchVariant:
    """Keep what the unit wants; ``added``: (competency, share, reason). InvalidError names the bound
    passed."""
    row = _draft(variant_id, revision)
    standing = queries.in_force(row.job_key, bank_time.today(now))
    own = [Added(key, checks.label_of(key), share, reason.strip()[:300]) for key, share, reason in added]
    kept = {key: points for key, points in shifts.items() if points}
    row.body = _body(row, standing, own, kept, number=0)
    row.added, row.shifts = [_row_of(one) for one in own], {k: str(v) for k, v in kept.items()}
    row.base_number, row.sha256 = standing.number, rules.fingerprint(row.body)
    row.edited_by_id, row.edited_at, row.revision = actors.current().id, now, row.revision + 1
    row.save()
    _record(row, "saved")
    return row


@transaction.atomic
def submit_variant(*, variant_id: UUID, revision: int, now: datetime) -> BranchVariant:
    """Hand it to head office."""
    row = _draft(variant_id)
    standing = queries.in_force(row.job_key, bank_time.today(now))
    if row.revision != revision or row.base_number != standing.number:
        raise ConflictError("the ground changed in the meantime; save it again", code="lost_race")
    if not row.added and not row.shifts:
        raise InvalidError("nothing differs from head office", code="nothing_changed")
    row.body = _body(row, standing, queries.added_of(row.added), queries.shifts_of(row.shifts), number=0)
    row.state, row.answer, row.author_id = State.WAITING, "", portraits.person()
    row.save(update_fields=["body", "state", "answer", "author"])
    title, unit = standing.job.title, row.unit
    approvals.propose(
        kind=KIND,
        unit_id=row.unit_id,
        obj=("branch_variant", row.pk),
        title={
            "zh": f"分行差异：{unit.name_zh} {title['zh']}",
            "en": f"Branch variant: {unit.name_en}, {title['en']}",
        },
        payload={"body": row.body, "added": row.added, "shifts": row.shifts},
        reason="; ".join(one["reason"] for one in row.added),
        now=now,
    )
    return row


def variant_approved(decision: Decision) -> None:
    """Head office signed: the variant replaces the one in force, open openings of the unit follow."""
    row = signed.waiting(BranchVariant, decision)
    following.hold_job(row.job_key)
    standing = queries.in_force(row.job_key, bank_time.today(decision.now))
    if row.base_number != standing.number:
        raise ConflictError("the portrait changed since this was handed in", code="lost_race")
    held = queries.variant_in_force(row.unit_id, row.job_key)
    if held is not None:
        following.end(held, reason=following.RENEWED, by=decision.decider_id, now=decision.now)
    row.number = following.next_number(row.job_key)
    row.body = _body(
        row, standing, queries.added_of(row.added), queries.shifts_of(row.shifts), number=row.number
    )
    row.sha256 = rules.fingerprint(row.body)
    row.state, row.decided_by_id = State.APPROVED, decision.decider_id
    row.decided_at, row.answer = decision.now, decision.note
    row.effective_on = bank_time.today(decision.now)
    row.save()
    _record(row, "approved")
    following.follow(job_key=row.job_key, now=decision.now)


def variant_sent_back(decision: Decision) -> None:
    """Refused or taken back: a draft again, with head office's answer."""
    row = signed.waiting(BranchVariant, decision)
    signed.send_back(row, decision)
    _record(row, "sent_back")


@transaction.atomic
def drop_variant(*, variant_id: UUID, now: datetime) -> BranchVariant:
    """Give a draft up."""
    row = _draft(variant_id)
    signed.drop(row, now)
    _record(row, "dropped")
    return row


@transaction.atomic
def end_variant(*, variant_id: UUID, reason: str, now: datetime) -> BranchVariant:
    """Head office takes it out of force, or the unit itself goes back: head office's portrait holds again."""
    actor, row = actors.current(), signed.locked(BranchVariant, variant_id)
    if not permissions.allowed(actor, policies.RULE, row.unit_id):
        permissions.require(actor, policies.VARY, row.unit_id)
    _in_force(row)
    _check_reason(reason)
    following.end(row, reason=reason.strip()[:300], by=actor.id, now=now)
    following.follow(job_key=row.job_key, now=now)
    return row


@transaction.atomic
def cap_variant(*, variant_id: UUID, cap: Decimal, reason: str, now: datetime) -> BranchVariant:
    """Head office lets the unit's own dimensions weigh ``cap`` together at most, in the proportions they
    had."""
    actor, row = actors.current(), signed.locked(BranchVariant, variant_id)
    permissions.require(actor, policies.RULE, row.unit_id)
    _in_force(row)
    _check_reason(reason)
    added = queries.added_of(row.added)
    whole = sum((one.share for one in added), Decimal(0))
    if not 0 < cap < whole or cap != cap.quantize(rules.TENTH):
        raise InvalidError(
            "a cap below what they weigh now", code="beyond_cap", fields={"cap": "out_of_range"}
        )
    shares = {one.key: (one.share * cap / whole).quantize(rules.TENTH, ROUND_DOWN) for one in added}
    shares[added[0].key] += cap - sum(shares.values(), Decimal(0))
    following.hold_job(row.job_key)
    standing = queries.in_force(row.job_key, bank_time.today(now))
    number = following.next_number(row.job_key)
    own = [replace(one, share=shares[one.key]) for one in added]
    body = _body(row, standing, own, queries.shifts_of(row.shifts), number=number)
    following.end(row, reason=reason.strip()[:300], by=actor.id, now=now)
    row.added, row.decided_by_id = [_row_of(one) for one in own], actor.id
    fresh = following.put_in_force(row, number=number, body=body, base=standing.number, now=now)
    _record(fresh, "capped")
    following.follow(job_key=row.job_key, now=now)
    return fresh


@transaction.atomic
def promote_variant(*, variant_id: UUID, now: datetime) -> JobPortrait:
    """Head office takes a unit's variant over for all: a draft of the portrait, to be signed like any
    other."""
    row = signed.locked(BranchVariant, variant_id)
    permissions.require(actors.current(), policies.RULE, row.unit_id)
    _in_force(row)
    if queries.draft(row.job_key) is not None:
        raise ConflictError("another draft of this portrait is open", code="draft_open")
    draft = portraits.begin(job_key=row.job_key, now=now)
    job = queries.job_of(draft)
    old = {one.key: one for one in job.competencies}
    competencies = tuple(
        replace(old[key], weight=Decimal(str(weight)), weight_origin="bank")
        if key in old
        else Competency(key, row.body["labels"][key], Decimal(str(weight)))
        for key, weight in row.body["weights"].items()
    )
    _record(row, "promoted")
    return portraits.save(
        portrait_id=draft.pk,
        job=replace(job, competencies=competencies),
        note=f"{row.unit.name_zh} / {row.unit.name_en}: v{row.number}",
        revision=draft.revision,
        now=now,
    )


@transaction.atomic
def allow(*, unit_id: UUID, job_key: str, cap: Decimal, reason: str, now: datetime) -> Allowance:
    """Head office lets one unit go further than the job's cap (30 % for one outlet, say)."""
    permissions.require(actors.current(), policies.RULE, unit_id)
    _check_reason(reason)
    if not 0 <= cap <= MOST_CAP or cap != cap.quantize(rules.TENTH):
        raise InvalidError("a cap from 0 to 50", fields={"cap": "out_of_range"})
    if not org.path_of(unit_id) or job_key not in queries.job_keys():
        raise NotFoundError("no such unit or job")
    row, _new = Allowance.objects.update_or_create(
        unit_id=unit_id,
        job_key=job_key,
        defaults={
            "cap": cap,
            "reason": reason.strip()[:300],
            "given_by_id": portraits.person(),
            "given_at": now,
        },
    )
    audit.record(
        verb="hiring.requisitions.allowance.given",
        obj=("allowance", row.pk),
        unit_id=unit_id,
        details={"job": job_key, "cap": str(cap)},
    )
    return row


def _body(
    row: BranchVariant, standing: Standing, added: Sequence[Added], shifts: Mapping[str, Decimal], number: int
) -> dict[str, Any]:
    return queries.variant_body(
        standing,
        number=number,
        unit={"zh": row.unit.name_zh, "en": row.unit.name_en},
        added=added,
        shifts=shifts,
        bounds=queries.bounds_for(standing, row.unit_id),
    )


def _row_of(one: Added) -> dict[str, Any]:
    return {"key": one.key, "label": dict(one.label), "share": float(one.share), "reason": one.reason}


def _draft(variant_id: UUID, revision: int | None = None) -> BranchVariant:
    row = signed.locked(BranchVariant, variant_id)
    permissions.require(actors.current(), policies.VARY, row.unit_id)
    signed.check_draft(row, revision)
    return row


def _in_force(row: BranchVariant) -> None:
    if row.state != State.APPROVED:
        raise ConflictError("this variant is not in force", code="lost_race")


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < portraits.SHORTEST_WORDS:
        raise InvalidError("say why", fields={"reason": "required"})


def _record(row: BranchVariant, what: str) -> None:
    signed.record(row, "variant", what, unit_id=row.unit_id, key=("job", row.job_key))
