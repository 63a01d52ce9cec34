"""When a version takes effect: branches' variants are made on the new ground, open openings get their
portrait."""

from datetime import datetime, time

from django.db import connection, transaction
from django.utils import timezone

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import library, queries, rules
from bole.hiring.requisitions.models import BranchVariant, JobPortrait, Requisition
from bole.hiring.requisitions.services import openings
from bole.kernel.errors import InvalidError

TAKES_EFFECT = "requisitions.portrait_takes_effect"
IN_BASELINE, DOES_NOT_FIT, RENEWED = "now_in_baseline", "does_not_fit", "renewed"


def hold_job(job_key: str) -> None:
    """One writer per job until the end of the transaction: numbers are given out one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"bole job {job_key}"])


def next_number(job_key: str) -> int:
    """The number of the next portrait of a job, whoever makes it. The job is held."""
    with system_scope("number of a portrait"):
        rows = [
            *JobPortrait.objects.filter(job_key=job_key).values_list("number", flat=True),
            *BranchVariant.objects.filter(job_key=job_key).values_list("number", flat=True),
        ]
    known = library.job(job_key).version if job_key in library.keys() else 0  # noqa: SIM118
    return 1 + max([known, *(number or 0 for number in rows)])


@transaction.atomic
def follow(*, job_key: str, now: datetime) -> int:
    """Bring variants and openings of a job up to what is in force; gives how many openings changed.
    Repeatable."""
    hold_job(job_key)
    today = bank_time.today(now)
    changed = 0
    with system_scope("portrait takes effect"):
        standing = queries.in_force(job_key, today)
        stale = BranchVariant.objects.select_for_update(of=("self",)).filter(
            job_key=job_key, state=BranchVariant.State.APPROVED
        )
        for row in stale.exclude(base_number=standing.number).select_related("unit").order_by("unit__path"):
            _renew(row, standing, now)
        openings_ = Requisition.objects.select_for_update().filter(
            job_key=job_key, state=Requisition.State.OPEN
        )
        bodies = {}
        for one in openings_.order_by("pk"):
            if one.unit_id not in bodies:
                bodies[one.unit_id] = queries.body_for(job_key, one.unit_id, today)
            changed += openings.take_portrait(one, body=bodies[one.unit_id], job=standing.job, now=now)
    return changed


def later(row: JobPortrait) -> None:
    """Set the clock for a version that begins on a later day."""
    assert row.effective_on is not None
    begins = timezone.make_aware(datetime.combine(row.effective_on, time.min))
    timers.set(kind=TAKES_EFFECT, key=f"{row.job_key}/{row.number}", due_at=begins)


def end(row: BranchVariant, *, reason: str, by: object, now: datetime) -> None:
    """Take a variant out of force; the row stays."""
    row.state, row.ended_at, row.end_reason = BranchVariant.State.ENDED, now, reason
    row.ended_by_id = by  # type: ignore[assignment]  # a UUID or None; the stubs want the field's own type
    row.save(update_fields=["state", "ended_at", "end_reason", "ended_by"])
    audit.record(
        verb="hiring.requisitions.variant.ended",
        obj=("branch_variant", row.pk),
        unit_id=row.unit_id,
        details={"job": row.job_key, "number": row.number, "reason": reason if by is None else "by_hand"},
    )


def _renew(row: BranchVariant, standing: queries.Standing, now: datetime) -> None:
    """The same variation on the new ground; what does not fit ends, and the unit is told in the table."""
    known = set(standing.job.weights)
    added = [one for one in queries.added_of(row.added) if one.key not in known]
    shifts = queries.shifts_of(row.shifts)
    if not added and not shifts:
        end(row, reason=IN_BASELINE, by=None, now=now)
        return
    number = next_number(row.job_key)
    try:
        body = queries.variant_body(
            standing,
            number=number,
            unit={"zh": row.unit.name_zh, "en": row.unit.name_en},
            added=added,
            shifts=shifts,
            bounds=queries.bounds_for(standing, row.unit_id),
        )
    except InvalidError:
        end(row, reason=DOES_NOT_FIT, by=None, now=now)
        return
    end(row, reason=RENEWED, by=None, now=now)
    put_in_force(row, number=number, body=body, base=standing.number, now=now)


def put_in_force(
    old: BranchVariant, *, number: int, body: dict[str, object], base: int, now: datetime
) -> BranchVariant:
    """A new row in place of ``old``, signed by who signed that one."""
    keys = set(body["weights"])  # type: ignore[call-overload]  # a portrait's body
    return BranchVariant.objects.create(
        unit_id=old.unit_id,
        job_key=old.job_key,
        number=number,
        state=BranchVariant.State.APPROVED,
        body=body,
        sha256=rules.fingerprint(body),
        note=old.note,
        author_id=old.author_id,
        edited_by_id=old.edited_by_id,
        created_at=now,
        edited_at=now,
        decided_by_id=old.decided_by_id,
        decided_at=now,
        effective_on=bank_time.today(now),
        base_number=base,
        added=[one for one in old.added if one["key"] in keys],
        shifts=old.shifts,
    )
