"""Writes of analysis. Models run between two short transactions, never inside one."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.files import queries as files
from bole.hiring.analysis import policies, queries, rules
from bole.hiring.analysis.events import AnswerAnalysed, AnswerHeard
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.answers import Observation
from bole.kernel.clock import Clock
from bole.kernel.errors import BoleError, ConflictError
from bole.kernel.ids import new_id
from bole.perception import api as perception
from bole.perception import sandbox
from bole.perception.plan import Plan

log = logging.getLogger(__name__)
TASKS = {"speech": "hiring.analysis.hear_answer", "vision": "hiring.analysis.watch_answer"}
STEP = 20  # percent between two progress notes of a run
Observe = Callable[..., Observation]


class UnwantedError(Exception):
    """The run is not this worker's any more, or the candidate no longer agrees to it: nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A run this worker holds: its row, the lease that proves it, and what to observe."""

    run_id: UUID
    lease: UUID
    facts: AnswerFacts
    stage: str
    plan: Plan


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


def analyse(
    *, answer_id: UUID, attempt: int, stage: str, clock: Clock, observe: Observe = sandbox.observe
) -> AnalysisRun | None:
    """Run one stage of an answer, or find that it was done before. None when there is nothing left to do.

    A failure that another try may cure is raised for the queue to retry; any other ends as a named failure.
    """
    taken = _take(answer_id, attempt, stage, clock())
    if taken is None:
        return None
    try:
        observation = _observed(taken, observe)
    except UnwantedError:
        log.info("analysis %s of answer %s stopped: no longer wanted", stage, answer_id)
        return None
    except BoleError as error:
        if _fail(taken, code=error.code, retryable=error.retryable, now=clock()):
            raise
        return AnalysisRun.objects.filter(pk=taken.run_id).first()
    except Exception:
        _fail(taken, code="unexpected", retryable=True, now=clock())
        raise
    return _store(taken, observation, clock())


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


@transaction.atomic
def _take(answer_id: UUID, attempt: int, stage: str, now: datetime) -> Taken | None:
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
        _end(run, AnalysisRun.State.FAILED, "worker_died", now)
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
        channels=_channels(facts, stage),
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


def _channels(facts: AnswerFacts, stage: str) -> frozenset[str]:
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
    _end(run, AnalysisRun.State.DONE, "", now)
    return True


def _observed(taken: Taken, observe: Observe) -> Observation:
    """Decrypt into a private directory, look and listen in the child, leave nothing behind."""
    facts = taken.facts
    with files.plain_directory() as directory:
        paths = [files.materialise(file_id, directory) for file_id, _ in facts.files]
        return observe(
            paths,
            languages=facts.languages,
            channels=_channels(facts, taken.stage),
            law=facts.law,
            plan=taken.plan,
            models_dir=Path(settings.MODELS_DIR),
            progress=_Telling(taken),
        )


class _Telling:
    """Writes the child's progress down, in steps, outside any transaction of the run. Losing one does no
    harm. A run nobody wants any more is ended here: ``UnwantedError`` stops the child."""

    def __init__(self, taken: Taken) -> None:
        self.taken, self.told = taken, 0

    def __call__(self, _component: str, share: float) -> None:
        percent = min(99, int(share * 100))
        if percent < self.told + STEP:
            return
        self.told = percent
        with transaction.atomic():
            run = _held(self.taken)
            if run is None:
                raise UnwantedError
            run.share = percent
            run.save(update_fields=["share"])
            _note(self.taken.facts.interview_id)


@transaction.atomic
def _store(taken: Taken, observation: Observation, now: datetime) -> AnalysisRun | None:
    """Keep the result if the run is still ours. A worker that was thought dead and came back changes
    nothing."""
    run = _held(taken)
    if run is None:
        return None
    run.result, run.result_sha256 = observation.to_json(), fingerprint_of(observation)
    run.cpu_seconds = round(sum(observation.cpu_seconds.values()), 3)
    run.save(update_fields=["result", "result_sha256", "cpu_seconds"])
    _end(run, AnalysisRun.State.DONE, "", now)
    tell_when_ended(taken.facts)
    return run


@transaction.atomic
def _fail(taken: Taken, *, code: str, retryable: bool, now: datetime) -> bool:
    """Write the failure down. True when the queue should try again."""
    run = _held(taken)
    if run is None:
        return False
    state = rules.after_failure(retryable=retryable, tries=run.attempts)
    log.warning("analysis %s of answer %s: %s (%s)", run.stage, run.answer_id, code, state)
    if state == "queued":
        run.state, run.error_code, run.lease = AnalysisRun.State.QUEUED, code[:40], None
        run.save(update_fields=["state", "error_code", "lease"])
        return True
    _end(run, AnalysisRun.State.FAILED, code, now)
    tell_when_ended(taken.facts)
    return False


def _held(taken: Taken) -> AnalysisRun | None:
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


def _end(run: AnalysisRun, state: str, code: str, now: datetime) -> None:
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


def tell_when_ended(facts: AnswerFacts) -> None:
    """Tell upwards when this was the last stage of the answer, as things stand now: while the stage ran, a
    consent may have gone and another stage with it."""
    facts = interviews.answer_facts(facts.answer_id)
    _note(facts.interview_id)
    runs = queries.runs_of(facts)
    if set(runs) != set(queries.expected(facts)) or any(
        r.state not in {"done", "failed"} for r in runs.values()
    ):
        return
    failed = runs["speech"].error_code
    events.publish(
        AnswerAnalysed(
            facts.answer_id, facts.interview_id, facts.unit_id, attempt=facts.attempt, failed=failed
        )
    )


def _note(interview_id: UUID) -> None:
    interview_services.note_progress(interview_id=interview_id, progress=queries.progress_of(interview_id))


def fingerprint_of(observation: Observation) -> str:
    """SHA-256 of everything observed but the CPU time: equal for equal input, whichever worker did it."""
    facts = observation.to_json()
    facts.pop("cpu_seconds")
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
