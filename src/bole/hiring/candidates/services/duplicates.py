"""Two files that may be one person: proposed by the machine, decided by a person, undone by a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.candidates import policies
from bole.hiring.candidates.events import CandidatesMerged
from bole.hiring.candidates.models import Candidate, Duplicate
from bole.kernel.errors import ConflictError, NotFoundError

FIELDS = ("phone", "email", "birth")
MOST = 20  # proposals one new file may bring: a shared number of a labour agency is no evidence


@transaction.atomic
def propose_duplicates(*, candidate_id: UUID, now: datetime) -> int:
    """Propose every other file of the unit with the same number, address, or name and day of birth.

    Gives how many proposals are new. A pair that was decided is not proposed again.
    """
    one = Candidate.objects.filter(pk=candidate_id, erased_at=None).first()
    if one is None:
        return 0
    wanted = Q()
    for field in FIELDS:
        value = getattr(one, f"{field}_index")
        wanted |= Q(**{f"{field}_index": value}) if value else Q()
    if not wanted:
        return 0
    same = Candidate.objects.filter(wanted, unit_id=one.unit_id, erased_at=None, merged_into=None)
    return sum(_propose(one, other, now) for other in same.exclude(pk=one.pk).order_by("created_at")[:MOST])


def _propose(one: Candidate, other: Candidate, now: datetime) -> bool:
    reasons = [field for field in FIELDS if _index(one, field) and _index(one, field) == _index(other, field)]
    if Duplicate.objects.filter(candidate=other, other=one).exists():
        return False
    row, new = Duplicate.objects.get_or_create(
        candidate=one,
        other=other,
        defaults={"unit_id": one.unit_id, "reasons": reasons, "created_at": now},
    )
    if new:
        _record(row, "proposed", {"reasons": reasons})
    return new


@transaction.atomic
def merge(*, duplicate_id: UUID, keep_id: UUID, now: datetime) -> Duplicate:
    """Say that both files are one person and which of them leads from now on. Nothing moves and nothing is
    lost: the other file keeps its rows and says whose it is. The same click twice is one merge.
    """
    row, pair = _locked(duplicate_id)
    if keep_id not in pair:
        raise NotFoundError("neither of the two")
    leading = pair[keep_id]
    other = next(one for one in pair.values() if one.pk != keep_id)
    if row.state == Duplicate.State.MERGED:
        if other.merged_into_id == leading.pk:
            return row
        raise ConflictError("these two were merged already", code="already_merged")
    if leading.merged_into_id or other.merged_into_id or leading.erased_at or other.erased_at:
        raise ConflictError("one of the two was merged or erased meanwhile", code="lost_race")
    if other.merged.exists():
        raise ConflictError("others were merged into that file: let it lead", code="others_follow")
    other.merged_into = leading
    other.save(update_fields=["merged_into"])
    _decide(row, Duplicate.State.MERGED, now)
    _record(row, "merged", {"into": leading.pk, "from": other.pk})
    events.publish(CandidatesMerged(other.pk, leading.pk, row.unit_id))
    return row


@transaction.atomic
def unmerge(*, duplicate_id: UUID, now: datetime) -> Duplicate:
    """Take a merge back: both files stand alone again, as they were."""
    row, pair = _locked(duplicate_id)
    if row.state != Duplicate.State.MERGED:
        return row
    for one in pair.values():
        if one.merged_into_id in pair:
            into = one.merged_into_id
            one.merged_into = None
            one.save(update_fields=["merged_into"])
            events.publish(CandidatesMerged(one.pk, into, row.unit_id, undone=True))
    row.state, row.decided_by, row.decided_at = Duplicate.State.OPEN, None, None
    row.save(update_fields=["state", "decided_by", "decided_at"])
    _record(row, "unmerged", {"at": now})
    return row


@transaction.atomic
def keep_apart(*, duplicate_id: UUID, now: datetime) -> Duplicate:
    """Say that they are two people; the pair is not proposed again."""
    row, _pair = _locked(duplicate_id)
    if row.state == Duplicate.State.MERGED:
        raise ConflictError("take the merge back first", code="already_merged")
    if row.state == Duplicate.State.OPEN:
        _decide(row, Duplicate.State.APART, now)
        _record(row, "apart", {})
    return row


def _locked(duplicate_id: UUID) -> tuple[Duplicate, dict[UUID, Candidate]]:
    """The proposal and its two files, locked in one order so that two merges never wait for each other."""
    row = Duplicate.objects.select_for_update().filter(pk=duplicate_id).first()
    if row is None:
        raise NotFoundError("no such proposal")
    permissions.require(actors.current(), policies.MERGE, row.unit_id)
    both = Candidate.objects.select_for_update().filter(pk__in=(row.candidate_id, row.other_id))
    return row, {one.pk: one for one in both.order_by("pk")}


def _decide(row: Duplicate, state: str, now: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, actors.current().id, now
    row.save(update_fields=["state", "decided_by", "decided_at"])


def _index(one: Candidate, field: str) -> str:
    return str(getattr(one, f"{field}_index"))


def _record(row: Duplicate, what: str, details: dict[str, object]) -> None:
    audit.record(
        verb=f"hiring.candidates.duplicate.{what}",
        obj=("candidate", row.candidate_id),
        unit_id=row.unit_id,
        details={"duplicate": row.pk, "other": row.other_id, **details},
    )
