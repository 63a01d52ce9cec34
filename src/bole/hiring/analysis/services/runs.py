"""Runs: taken by one worker under a lease, reused where the same content was seen, ended once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.audit import services as audit
from bole.hiring.analysis import queries, rules
from bole.hiring.analysis.events import AnswerHeard
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.analysis.services.ending import tell_when_ended
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.ids import new_id
from bole.perception import api as perception
from bole.perception.plan import Plan


@dataclass(frozen=True, slots=True)
class Taken:
    """A run this worker holds: its row, the lease that proves it, and what to observe."""

    run_id: UUID
    lease: UUID
    facts: AnswerFacts
    stage: str
    plan: Plan


@transaction.atomic
def take(answer_id: UUID, attempt: int, stage: str, now: datetime) -> Taken | None:
    """Compare-and-set to RUNNING. A row found RUNNING belonged to a worker that died: tasks of it hold a
    lock."""
    facts = interviews.answer_facts(answer_id)
    if not interview_services.hold(interview_id=facts.interview_id):
        return None
    if not _wanted(facts, attempt, stage):
        return None
    plan = perception.default_plan()
    run = _run_of(facts, stage, plan, now)
    if run.state in {AnalysisRun.State.DONE, AnalysisRun.State.FAILED}:
        return None
    if _reuse(run, now):
        tell_when_ended(facts)
        return None
    if not rules.may_take(run.state, run.attempts):
        end(run, AnalysisRun.State.FAILED, "worker_died", now)
        tell_when_ended(facts)
        return None
    run.state, run.attempts, run.lease = AnalysisRun.State.RUNNING, run.attempts + 1, new_id()
    run.started_at, run.share, run.error_code = now, 0, ""
    run.save(update_fields=["state", "attempts", "lease", "started_at", "share", "error_code"])
    return Taken(run.pk, run.lease, facts, stage, plan)


def _wanted(facts: AnswerFacts, attempt: int, stage: str) -> bool:
    """Whether the candidate, as things stand now, still gives this answer and agrees to this stage."""
    given = facts.submitted and not facts.withdrawn and facts.attempt == attempt and bool(facts.files)
    return given and stage in queries.expected(facts)


def _run_of(facts: AnswerFacts, stage: str, plan: Plan, now: datetime) -> AnalysisRun:
    fingerprint = rules.input_fingerprint(
        [sha for _, sha in facts.files],
        channels=channels_of(facts, stage),
        languages=facts.languages,
        law=facts.law,
    )
    run, _made = AnalysisRun.objects.select_for_update().get_or_create(
        answer_id=facts.answer_id,
        attempt=facts.attempt,
        stage=stage,
        input_sha256=fingerprint,
        plan_sha256=plan.sha256,
        defaults={
            "unit_id": facts.unit_id,
            "candidate_id": facts.candidate_id,
            "interview_id": facts.interview_id,
            "queued_at": now,
        },
    )
    return run


def channels_of(facts: AnswerFacts, stage: str) -> frozenset[str]:
    """What one stage looks at, of what the candidate agreed to."""
    wanted = frozenset(facts.channels) & rules.CHANNELS_OF[stage]
    return wanted | {"speech"} if stage == "speech" else wanted


def _reuse(run: AnalysisRun, now: datetime) -> bool:
    """Take over the result of the same content under the same plan, if there is one."""
    known = (
        AnalysisRun.objects.filter(
            stage=run.stage,
            input_sha256=run.input_sha256,
            plan_sha256=run.plan_sha256,
            state=AnalysisRun.State.DONE,
            result__isnull=False,
        )
        .exclude(pk=run.pk)
        .first()
    )
    if known is None:
        return False
    run.result, run.result_sha256, run.reused = known.result, known.result_sha256, True
    run.cpu_seconds = 0.0
    run.save(update_fields=["result", "result_sha256", "reused", "cpu_seconds"])
    end(run, AnalysisRun.State.DONE, "", now)
    return True


def held(taken: Taken) -> AnalysisRun | None:
    """The run, if it is still this worker's and the candidate neither left nor took his consent back.

    Under the interview's lock, as every write here: of two stages ending at once the later one sees
    both, and an
    erasure comes wholly before or wholly after.
    """
    if not interview_services.hold(interview_id=taken.facts.interview_id):
        return None
    if not _wanted(interviews.answer_facts(taken.facts.answer_id), taken.facts.attempt, taken.stage):
        return None
    mine = AnalysisRun.objects.select_for_update().filter(pk=taken.run_id, lease=taken.lease)
    return mine.filter(state=AnalysisRun.State.RUNNING).first()


def end(run: AnalysisRun, state: str, code: str, now: datetime) -> None:
    """The run is over, well or not."""
    run.state, run.error_code, run.share, run.finished_at, run.lease = state, code[:40], 100, now, None
    run.save(update_fields=["state", "error_code", "share", "finished_at", "lease"])
    if run.stage == "speech":
        events.publish(AnswerHeard(run.answer_id, run.interview_id, run.unit_id))
    audit.record(
        verb=f"hiring.analysis.run.{state}",
        obj=("analysis_run", run.pk),
        unit_id=run.unit_id,
        details={"answer": run.answer_id, "stage": run.stage, "code": run.error_code},
    )
