"""Which stages are to be run: deferred when an answer came, again when somebody mended what was wrong."""

from uuid import UUID

from django.db import transaction

from bole.foundation import queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.analysis import policies
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.interviews import queries as interviews
from bole.kernel.errors import ConflictError

TASKS = {"speech": "hiring.analysis.hear_answer", "vision": "hiring.analysis.watch_answer"}


def plan_answer(*, answer_id: UUID, unit_id: UUID, attempt: int, stages: tuple[str, ...]) -> None:
    """Defer one task per stage, in the current transaction. Tasks of one stage of one answer never
    overlap."""
    for stage in stages:
        queue.defer(
            TASKS[stage],
            lock=f"answer:{answer_id}:{stage}",
            answer_id=answer_id,
            unit_id=unit_id,
            attempt=attempt,
        )


@transaction.atomic
def rerun(*, answer_id: UUID) -> None:
    """Try failed stages of an answer again, after somebody mended what was wrong (a missing model, a
    full disk)."""
    facts = interviews.answer_facts(answer_id)
    permissions.require(actors.current(), policies.RERUN, facts.unit_id)
    failed = AnalysisRun.objects.select_for_update().filter(
        answer_id=answer_id, attempt=facts.attempt, state=AnalysisRun.State.FAILED
    )
    stages = tuple(run.stage for run in failed)
    if not stages:
        raise ConflictError("nothing failed here", code="nothing_failed")
    failed.update(
        state=AnalysisRun.State.QUEUED, attempts=0, error_code="", share=0, lease=None, finished_at=None
    )
    plan_answer(answer_id=answer_id, unit_id=facts.unit_id, attempt=facts.attempt, stages=stages)
    audit.record(
        verb="hiring.analysis.answer.rerun",
        obj=("answer", answer_id),
        unit_id=facts.unit_id,
        details={"stages": stages},
    )
