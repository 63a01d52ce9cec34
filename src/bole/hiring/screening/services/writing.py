"""Rules are written as a draft, tried on today's applicants, and put in force. Old versions stay."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import lists, policies, queries, resumes
from bole.hiring.screening.models import Result, RuleSet
from bole.hiring.screening.queries import Rules
from bole.hiring.screening.rules import building
from bole.hiring.screening.rules.surging import STAGE as QUICK
from bole.hiring.screening.services import judging
from bole.hiring.screening.services.screening import screen_again
from bole.kernel.errors import ConflictError, NotFoundError

MOST_TRIED = 500


@transaction.atomic
def change_draft(
    *, requisition_id: UUID, body: Mapping[str, Any], expected_sha256: str | None = None, now: datetime
) -> RuleSet:
    """Write the draft. InvalidError (``rules_invalid``, ``rule_not_permitted``, ``justification_needed``).

    ``expected_sha256``: of the draft ``body`` was made from, empty for none; ConflictError ``lost_race`` when
    another stands there.
    """
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.WRITE, requisition.unit_id)
    whole = building.checked(body, lists.catalogue())
    draft = RuleSet.objects.select_for_update().filter(requisition_id=requisition_id, state="draft").first()
    if expected_sha256 is not None and expected_sha256 != (draft.sha256 if draft else ""):
        raise ConflictError("the draft was changed in the meantime", code="lost_race")
    if draft is None:
        draft = RuleSet(
            unit_id=requisition.unit_id, requisition_id=requisition_id, version=_next(requisition_id)
        )
    draft.body, draft.sha256 = whole, building.fingerprint(whole)
    draft.saved_by_id, draft.saved_at = actors.current().id, now
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, requisition_id: UUID) -> None:
    """Throw the draft away; what is in force stays."""
    draft = _draft(requisition_id)
    _record(draft, "draft_discarded")
    draft.delete()


@transaction.atomic
def preview(*, requisition_id: UUID, now: datetime) -> dict[str, Any]:
    """What the draft would do to the applicants who stand in screening, the newest MOST_TRIED of them."""
    draft = _draft(requisition_id)
    rules = Rules(draft.body, draft.version, draft.sha256)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    changed = 0
    found = _standing(requisition_id)
    for result in found:
        then = _outcome(rules, result, now)
        before[result.outcome] += 1
        after[then] += 1
        changed += then != result.outcome
    draft.preview = {
        "of": len(found),
        "changed": changed,
        "before": dict(before),
        "after": dict(after),
        "at": now.isoformat(),
    }
    draft.preview_sha256 = draft.sha256
    draft.save(update_fields=["preview", "preview_sha256"])
    return dict(draft.preview)


@transaction.atomic
def put_in_force(*, requisition_id: UUID, sha256: str, now: datetime) -> RuleSet:
    """The draft becomes the rules; everybody in screening is screened anew.

    ``sha256``: of the draft the person was looking at. ConflictError: ``lost_race`` when it changed since,
    ``preview_first`` when nobody has seen what it would do. Twice is once.
    """
    known = RuleSet.objects.filter(requisition_id=requisition_id, state="in_force", sha256=sha256).first()
    draft = RuleSet.objects.select_for_update().filter(requisition_id=requisition_id, state="draft").first()
    if draft is None and known is not None:
        permissions.require(actors.current(), policies.WRITE, known.unit_id)
        return known
    draft = _draft(requisition_id)
    if draft.sha256 != sha256:
        raise ConflictError("the draft was changed in the meantime", code="lost_race")
    if draft.preview_sha256 != draft.sha256:
        raise ConflictError("look at what it would do first", code="preview_first")
    RuleSet.objects.filter(requisition_id=requisition_id, state="in_force").update(state="retired")
    draft.state, draft.in_force_at = RuleSet.State.IN_FORCE, now
    draft.saved_by_id = actors.current().id
    draft.save(update_fields=["state", "in_force_at", "saved_by"])
    _record(draft, "put_in_force", changed=(draft.preview or {}).get("changed"))
    screen_again(requisition_id=requisition_id)
    return draft


def _standing(requisition_id: UUID) -> list[Result]:
    """Those a change can still reach, the newest first."""
    found = queries.to_look_at(actors.current(), requisition_id=requisition_id)
    found = found.exclude(application__stage=QUICK)
    return list(found.exclude(outcome=Result.Outcome.WAITING).order_by("-made_at", "pk")[:MOST_TRIED])


def _outcome(rules: Rules, result: Result, now: datetime) -> str:
    """The match stays what it is: only the rules are tried. Who has no résumé any more goes on waiting."""
    facts = resumes.facts_of(result.candidate_id)
    if facts is None:
        return Result.Outcome.WAITING
    score = None if result.score is None else float(result.score)
    return judging.judge(rules, facts, score, now)[0].outcome


def _draft(requisition_id: UUID) -> RuleSet:
    draft = RuleSet.objects.select_for_update().filter(requisition_id=requisition_id, state="draft").first()
    if draft is None:
        raise NotFoundError("there is no draft")
    permissions.require(actors.current(), policies.WRITE, draft.unit_id)
    return draft


def _next(requisition_id: UUID) -> int:
    last = RuleSet.objects.filter(requisition_id=requisition_id).order_by("-version").first()
    return last.version + 1 if last else 1


def _record(rules: RuleSet, what: str, **details: Any) -> None:
    audit.record(
        verb=f"hiring.screening.rules.{what}",
        obj=("requisition", rules.requisition_id),
        unit_id=rules.unit_id,
        details={"version": rules.version, "sha256": rules.sha256, **details},
    )
