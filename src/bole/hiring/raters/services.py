"""Writes: keep a version, put it in force, take it back. Both switches are a person's, and audited."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.raters import policies, queries
from bole.hiring.raters.models import RaterSource, RaterVersion
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

ON, OFF = RaterVersion.State.ON, RaterVersion.State.OFF
Person = tuple[UUID, UUID]  # unit, candidate


@transaction.atomic
def keep(
    *,
    question_key: str,
    competency: str,
    content: bytes,
    rubric_sha256: str,
    card: Mapping[str, Any],
    people: Iterable[Person],
    now: datetime,
) -> RaterVersion:
    """A new version, switched off. The same file under the same rubric again is the version it already is."""
    if actors.current().kind != "system":
        raise DeniedError("raters are trained by those who run the installation")
    mine = RaterVersion.objects.select_for_update().filter(question_key=question_key, competency=competency)
    known = list(mine.order_by("version"))
    sha256 = hashlib.sha256(content).hexdigest()
    same = next((one for one in known if (one.sha256, one.rubric_sha256) == (sha256, rubric_sha256)), None)
    if same is not None and same.content is not None:
        return same
    made = RaterVersion.objects.create(
        question_key=question_key,
        competency=competency,
        version=known[-1].version + 1 if known else 1,
        content=content,
        sha256=sha256,
        rubric_sha256=rubric_sha256,
        card=dict(card),
        better=bool(card["figures"]["better"]),
        made_at=now,
    )
    sources = [RaterSource(rater=made, unit_id=unit, candidate_id=person) for unit, person in set(people)]
    RaterSource.objects.bulk_create(sources, batch_size=500)
    _record(made, "trained")
    return made


@transaction.atomic
def switch_on(*, rater_id: UUID, now: datetime) -> RaterVersion:
    """Put it in force for answers rated from now on; another version of the same goes off. Twice is once.

    ConflictError (``not_better``, ``erased``, ``other_rubric``) where the card does not allow it.
    """
    found, user_id = _locked(rater_id)
    if found.state == ON:
        return found
    reasons = queries.against(found)
    if reasons:
        raise ConflictError("this rater may not be put in force", code=reasons[0])
    standing = RaterVersion.objects.select_for_update().filter(
        question_key=found.question_key, competency=found.competency, state=ON
    )
    for other in standing:
        _switch(other, OFF, user_id, now)
    _switch(found, ON, user_id, now)
    return found


@transaction.atomic
def switch_off(*, rater_id: UUID, now: datetime) -> RaterVersion:
    """Back to the rules, for answers rated from now on. Twice is once."""
    found, user_id = _locked(rater_id)
    if found.state == ON:
        _switch(found, OFF, user_id, now)
    return found


def _locked(rater_id: UUID) -> tuple[RaterVersion, UUID]:
    person = permissions.require_person(policies.SWITCH, org.head_office().pk)
    found = RaterVersion.objects.select_for_update().filter(pk=rater_id).first()
    if found is None:
        raise NotFoundError("no such rater")
    return found, person


def _switch(rater: RaterVersion, state: str, user_id: UUID | None, now: datetime) -> None:
    rater.state, rater.switched_by_id, rater.switched_at = state, user_id, now
    rater.save(update_fields=["state", "switched_by", "switched_at"])
    _record(rater, f"switched_{state}")


def _record(rater: RaterVersion, what: str) -> None:
    root = org.root()
    audit.record(
        verb=f"hiring.raters.rater.{what}",
        obj=("rater", rater.pk),
        unit_id=root.pk if root else None,
        details={
            "question": rater.question_key,
            "competency": rater.competency,
            "version": rater.version,
            "sha256": rater.sha256,
        },
    )


def export(candidate_id: UUID) -> dict[str, Any]:
    """Which raters learnt from the person's answers."""
    rows = RaterSource.objects.filter(candidate_id=candidate_id).select_related("rater")
    return {"raters": [{"rater": str(row.rater), "made_at": row.rater.made_at} for row in rows]}


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Weights that learnt from the person go, whatever was in force: his words may be in them."""
    touched = RaterVersion.objects.select_for_update().filter(
        sources__candidate_id=candidate_id, content__isnull=False
    )
    ids = list(touched.values_list("pk", flat=True))
    for rater in RaterVersion.objects.filter(pk__in=ids):
        if rater.state == ON:
            _switch(rater, OFF, None, now)
        rater.content = None
        rater.save(update_fields=["content"])
        _record(rater, "erased")
    return len(ids) + RaterSource.objects.filter(candidate_id=candidate_id).delete()[0]
