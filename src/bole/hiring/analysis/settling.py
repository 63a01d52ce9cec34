"""After a consent changed: results nobody agrees to any more are erased, those wanted again are ordered."""

from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.audit import services as audit
from bole.hiring.analysis import queries, services
from bole.hiring.analysis.events import AnalysisSettled
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts


@transaction.atomic
def settle(*, interview_id: UUID, granted: bool) -> int:
    """Make the runs of an interview those its candidate agrees to now; gives how many were erased.

    Repeatable.
    A run that goes takes its lease along: a worker in the middle of it finds nothing to write to.
    """
    if not interview_services.hold(interview_id=interview_id):
        return 0  # who left altogether was erased altogether
    facts = {one.answer_id: one for one in interviews.submitted_facts(interview_id)}
    runs = AnalysisRun.objects.select_for_update().filter(interview_id=interview_id)
    gone = [run for run in runs.defer("result") if not _agreed(run, facts.get(run.answer_id))]
    for run in gone:
        _erase(run)
    for one in facts.values():
        _complete(one)
    unit_id = interviews.get(interview_id).unit_id
    events.publish(AnalysisSettled(interview_id, unit_id, granted))
    return len(gone)


def _agreed(run: AnalysisRun, facts: AnswerFacts | None) -> bool:
    if facts is None or not facts.files or run.attempt != facts.attempt:
        return False
    return run.stage in queries.expected(facts)


def _erase(run: AnalysisRun) -> None:
    audit.record(
        verb="hiring.analysis.run.erased",
        obj=("analysis_run", run.pk),
        unit_id=run.unit_id,
        details={"answer": run.answer_id, "stage": run.stage, "code": "consent_withdrawn"},
    )
    run.delete()


def _complete(facts: AnswerFacts) -> None:
    """Order what is agreed to and not there; say so when nothing is outstanding."""
    expected, present = queries.expected(facts), queries.runs_of(facts)
    missing = tuple(stage for stage in expected if stage not in present) if facts.files else ()
    if missing:
        services.plan_answer(
            answer_id=facts.answer_id, unit_id=facts.unit_id, attempt=facts.attempt, stages=missing
        )
    elif expected and facts.files:
        services.tell_when_ended(facts)
