"""The review before the end: a level for each competency of the job, resting on the weekly reports."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.kernel.errors import ConflictError, InvalidError
from bole.measurement import api as measurement
from bole.workforce.performance import policies, queries
from bole.workforce.performance.models import Probation, Review, WeekReport
from bole.workforce.performance.rules import reporting
from bole.workforce.performance.services import steps

LEVELS = (1, 2, 3, 4, 5)


@transaction.atomic
def hand_in(
    *,
    probation_id: UUID,
    ratings: Mapping[str, Mapping[str, Any]],
    words: str,
    proposal: str,
    seen_version: int,
    now: datetime,
) -> Review:
    """Hand the review in; from here on the weeks it rests on cannot be corrected.

    ``ratings``: competency → {level 1–5, weeks: reported weeks it rests on, words}. InvalidError names what
    is missing; ConflictError (``reviewed_already``) when it was handed in before.
    """
    probation = steps.locked(probation_id)
    by = steps.person_id(policies.REVIEW, probation)
    steps.check_running(probation)
    if queries.reviewed(probation):
        raise ConflictError("the review was handed in", code="reviewed_already")
    steps.check_version(probation, seen_version)
    sent = set(WeekReport.objects.filter(probation=probation, latest=True).values_list("week", flat=True))
    kept = _checked(probation, ratings, words, proposal, sent)
    review = Review.objects.create(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        probation=probation,
        number=Review.objects.filter(probation=probation).count() + 1,
        ratings=kept,
        anchors_sha256=_fingerprint(anchors(probation)),
        words=reporting.clean(words),
        proposal=proposal,
        by_id=by,
        at=now,
    )
    probation.reviewed_until = max(sent, default=0)
    steps.bump(probation, "reviewed_until")
    steps.record(probation, "review.handed_in", {"number": review.number, "proposal": proposal})
    return review


def anchors(probation: Probation) -> dict[str, dict[str, dict[str, str]]]:
    """What the levels 1, 3 and 5 mean, by competency of the job."""
    keys = [one["key"] for one in probation.competencies]
    return measurement.competencies(keys, probation.job_key)


def _checked(
    probation: Probation,
    ratings: Mapping[str, Mapping[str, Any]],
    words: str,
    proposal: str,
    sent: set[int],
) -> dict[str, Any]:
    faults: dict[str, str] = {}
    kept = {}
    for key in (one["key"] for one in probation.competencies):
        given = ratings.get(key, {})
        weeks = sorted({int(one) for one in given.get("weeks", ())})
        said = reporting.clean(str(given.get("words") or ""))[: reporting.LONGEST_TASK]
        if given.get("level") not in LEVELS:
            faults[key] = "level"
        elif not set(weeks) <= sent:
            faults[key] = "weeks"
        elif not weeks and len(said) < reporting.SHORTEST:
            faults[key] = "evidence"
        kept[key] = {"level": given.get("level"), "weeks": weeks, "words": said}
    if len(reporting.clean(words)) < reporting.SHORTEST or len(words) > reporting.LONGEST:
        faults["words"] = "required"
    if proposal not in Review.Proposal.values:
        faults["proposal"] = "required"
    if faults:
        raise InvalidError("the review is not complete", code="review_incomplete", fields=faults)
    return kept


def _fingerprint(found: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(found, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
