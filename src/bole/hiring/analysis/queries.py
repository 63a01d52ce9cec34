"""Reads of analysis: what was observed, what failed, how far it is."""

from dataclasses import dataclass
from uuid import UUID

from bole.hiring.analysis import rules
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.answers import Observation
from bole.perception import api as perception


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the machines made of an answer. ``failures`` maps stage → error code; speech decides the whole."""

    observation: Observation | None
    failures: dict[str, str]
    complete: bool


def expected(facts: AnswerFacts) -> tuple[str, ...]:
    """The stages this answer needs."""
    return rules.stages(facts.channels, typed=facts.kind == "typed", automated=facts.automated)


def runs_of(facts: AnswerFacts) -> dict[str, AnalysisRun]:
    """The newest run of each expected stage of the current attempt."""
    rows = AnalysisRun.objects.filter(answer_id=facts.answer_id, attempt=facts.attempt).order_by(
        "queued_at", "pk"
    )
    newest = {run.stage: run for run in rows}
    return {stage: newest[stage] for stage in expected(facts) if stage in newest}


def outcome_of(answer_id: UUID) -> Outcome:
    """Both stages put together; no observation while one is missing or when speech failed."""
    facts = interviews.answer_facts(answer_id)
    runs = runs_of(facts)
    ended = {stage: run for stage, run in runs.items() if run.state in {"done", "failed"}}
    failures = {stage: run.error_code for stage, run in ended.items() if run.state == "failed"}
    complete = set(ended) == set(expected(facts))
    if not complete or "speech" in failures or "speech" not in ended:
        return Outcome(None, failures, complete)
    heard = Observation.from_json(ended["speech"].result)
    if "vision" in ended and "vision" not in failures:
        heard = perception.merge(heard, Observation.from_json(ended["vision"].result))
    return Outcome(heard, failures, complete)


def heard_of(facts: AnswerFacts) -> Outcome:
    """Words and voice alone, whatever becomes of the pictures; complete once they are there or failed."""
    run = runs_of(facts).get("speech")
    if run is None or run.state not in {"done", "failed"}:
        return Outcome(None, {}, complete=False)
    if run.state == "failed":
        return Outcome(None, {"speech": run.error_code}, complete=True)
    return Outcome(Observation.from_json(run.result), {}, complete=True)


def failures_of(interview_id: UUID) -> list[dict[str, str]]:
    """Named failures HR sees: answer, stage, code, tries."""
    rows = AnalysisRun.objects.filter(interview_id=interview_id, state=AnalysisRun.State.FAILED)
    return [
        {"answer_id": str(r.answer_id), "stage": r.stage, "code": r.error_code, "tries": str(r.attempts)}
        for r in rows.order_by("queued_at")
    ]


def progress_of(interview_id: UUID) -> int:
    """Percent of all expected runs of the interview."""
    interview = interviews.get(interview_id)
    kind = "typed" if interview.mode == "typed" else "video"
    stages = rules.stages(interview.channels, typed=kind == "typed", automated=interview.automated)
    shares = AnalysisRun.objects.filter(interview_id=interview_id).values_list("share", flat=True)
    return rules.percent(answers=interview.question_count, stages_each=len(stages), shares=list(shares))


def plan_sha256_of(facts: AnswerFacts) -> str:
    """The plan the answer was heard under; empty for typed answers."""
    run = runs_of(facts).get("speech")
    return run.plan_sha256 if run else ""


def runs_by_answer(interview_id: UUID) -> dict[UUID, list[AnalysisRun]]:
    """All runs of an interview without their results, for the progress page; one query."""
    found: dict[UUID, list[AnalysisRun]] = {}
    for run in (
        AnalysisRun.objects.filter(interview_id=interview_id).defer("result").order_by("queued_at", "pk")
    ):
        found.setdefault(run.answer_id, []).append(run)
    return found
