"""What is proposed after a mismatch. A second person decides; his yes puts questions on the review list of
the question bank and changes nothing by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.kinds import Decision
from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.requisitions import services as questions
from bole.insight.agreement import policies
from bole.insight.agreement.models import Mismatch
from bole.insight.agreement.services.checking import record, title_of
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.measurement import api as measurement

if TYPE_CHECKING:
    from bole.foundation.approvals.models import ApprovalRequest

CHANGE: Final = "agreement.change"
SHORTEST: Final = 4


@transaction.atomic
def propose(
    *, mismatch_id: UUID, competencies: Sequence[str], reason: str, now: datetime
) -> "ApprovalRequest":
    """Ask a second person to have the questions that measure these competencies reviewed. InvalidError
    where none of the job's questions measures one of them."""
    root = org.head_office()
    permissions.require(actors.current(), policies.CHANGE, root.pk)
    found = _open(mismatch_id)
    wanted = sorted(set(competencies))
    keys = measuring(found.job_key, wanted, now)
    if not wanted or not keys:
        raise InvalidError("nothing to review", fields={"competencies": "required"})
    if len(reason.strip()) < SHORTEST:
        raise InvalidError("a proposal says why", fields={"reason": "required"})
    titles = {language: title_of(found.job_key, language) for language in ("zh", "en")}
    request = approvals.propose(
        kind=CHANGE,
        unit_id=root.pk,
        obj=("mismatch", found.pk),
        title={"zh": f"复核题目：{titles['zh']}", "en": f"Review questions: {titles['en']}"},
        payload={
            "job": found.job_key,
            "competencies": wanted,
            "questions": keys,
            "figures": found.figures,
        },
        reason=reason,
        now=now,
    )
    found.proposed_at = now
    found.save(update_fields=["proposed_at"])
    record(found, "proposed", questions=len(keys))
    return request


def measuring(job_key: str, competencies: Sequence[str], now: datetime) -> list[str]:
    """Questions of the job in force that measure one of the competencies."""
    try:
        job = requisitions.in_force(job_key, bank_time.today(now)).job
    except NotFoundError:
        return []
    wanted = set(competencies)
    asked = job.questions or measurement.guide_questions(job.guide)
    return sorted(
        key for key in asked if wanted & {one.key for one in measurement.load_question(key).competencies}
    )


def approved(decision: Decision) -> None:
    """Signed: every question stands on the review list, with the figures it is there for."""
    found = _open(decision.object_id)
    figures = decision.payload["figures"]
    (machine, reports), (panel, closed) = figures["machine"], figures["panel"]
    named = ", ".join(decision.payload["competencies"])
    reason = f"AI {machine}/{reports}, 复试/panel {panel}/{closed}: {named}"
    for key in decision.payload["questions"]:
        questions.add_review(question_key=key, reason=reason, source="agreement", now=decision.now)
    _decided(found, "taken", decision)


def refused(decision: Decision) -> None:
    """Refused: the mismatch stays, another proposal may follow."""
    _decided(_open(decision.object_id), "refused", decision)


def withdrawn(decision: Decision) -> None:
    """The proposer took it back."""
    found = _open(decision.object_id)
    found.proposed_at = None
    found.save(update_fields=["proposed_at"])
    record(found, "withdrawn")


def _decided(found: Mismatch, what: str, decision: Decision) -> None:
    found.decision, found.decided_at, found.proposed_at = what, decision.now, None
    found.save(update_fields=["decision", "decided_at", "proposed_at"])
    record(found, what)


def _open(mismatch_id: UUID) -> Mismatch:
    found = Mismatch.objects.select_for_update().filter(pk=mismatch_id).first()
    if found is None:
        raise NotFoundError("no such mismatch")
    if found.closed_at is not None:
        raise ConflictError("the rates have come together again", code="already_closed")
    return found
