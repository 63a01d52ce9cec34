"""One application is screened: rules, match, outcome, and what follows from it through the pipeline."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import queries, resumes
from bole.hiring.screening.events import Screened
from bole.hiring.screening.models import Result
from bole.hiring.screening.queries import KIND, Rules
from bole.hiring.screening.resumes import Facts
from bole.hiring.screening.rules.surging import STAGE as QUICK
from bole.hiring.screening.services import judging, surging

Outcome = Result.Outcome
SCREEN = "hiring.screening.screen"


def screen(*, application_id: UUID, now: datetime) -> Result | None:
    """Screen an application that stands in a screening stage; None for any other. The same inputs give the
    result already there, and move nothing a second time."""
    application = pipeline_queries.get(application_id)
    if not queries.is_open(application):
        return None
    requisition = requisitions.get(application.requisition_id)
    rules = queries.rules_of(requisition.pk)
    facts = resumes.facts_of(application.candidate_id)
    made = _made(application, requisition, rules, facts, now)
    with transaction.atomic():
        found, new = _kept(made)
        if new:
            _tell(found)
        if application.stage == QUICK:
            surging.tell(application, now)
        if found.outcome != Outcome.WAITING:
            _propose(found, now)
    surging.check_surge(requisition_id=requisition.pk, now=now)
    return found


def screen_again(*, requisition_id: UUID) -> int:
    """Rules or portrait changed: everybody who still stands in a screening stage, each as a task."""
    return _defer(requisition_id=requisition_id)


def screen_person(*, candidate_id: UUID) -> int:
    """Another résumé is in force: every application of the person, under any of the files merged, that stands
    in a screening stage, each as a task."""
    person = candidates.same_person(candidates.get(candidate_id))
    return _defer(candidate_id__in=[one.pk for one in person])


@transaction.atomic
def _defer(**whose: UUID | list[UUID]) -> int:
    found = pipeline_queries.visible_to(actors.current()).filter(pipeline_queries.standing_in(KIND), **whose)
    standing = list(found.values_list("pk", "unit_id"))
    for application_id, unit_id in standing:
        lock = f"screening:{application_id}"
        queue.defer(SCREEN, lock=lock, application_id=application_id, unit_id=unit_id)
    return len(standing)


def _made(application: Any, requisition: Any, rules: Rules, facts: Facts | None, now: datetime) -> Result:
    """The result, not yet kept. Weighing takes its time: no lock is held meanwhile."""
    share = queries.plan_of(requisition.pk).core_share
    result = Result(
        unit_id=application.unit_id,
        application_id=application.pk,
        candidate_id=application.candidate_id,
        requisition_id=requisition.pk,
        outcome=Outcome.WAITING,
        rules_version=rules.version,
        rules_sha256=rules.sha256,
        portrait_version=requisition.portrait_version,
        inputs_sha256=judging.inputs_sha256(rules, facts, requisition, share),
        made_at=now,
    )
    known = queries.current_of(application.pk)
    if facts is None or (known is not None and known.inputs_sha256 == result.inputs_sha256):
        return result
    weighed = judging.weigh(requisition, facts, share, now)
    decided, verdicts = judging.judge(rules, facts, weighed.score, now)
    result.outcome, result.resume_id = decided.outcome, facts.resume_id
    result.score, result.core_score = _tenth(weighed.score), _tenth(weighed.core)
    result.codes = sorted({reason.code for reason in decided.reasons})
    result.details = {
        "rules": verdicts,
        "match": weighed.match,
        "reasons": [reason.to_json() for reason in decided.reasons],
        "questions": list(decided.questions),
        "lines": [dict(line) for line in facts.lines],
        "barred": sorted(facts.barred),
        "warnings": facts.warnings,
    }
    return result


def _kept(made: Result) -> tuple[Result, bool]:
    """The current result: the one already there where nothing changed, else the new one."""
    everybody = pipeline_queries.visible_to(actors.current())
    everybody.select_for_update(of=("self",)).get(pk=made.application_id)
    known = queries.current_of(made.application_id)
    if known is not None and known.inputs_sha256 == made.inputs_sha256:
        return known, False
    Result.objects.filter(application_id=made.application_id, current=True).update(current=False)
    made.save(force_insert=True)
    return made, True


def _tell(result: Result) -> None:
    ids = (result.application_id, result.candidate_id, result.unit_id)
    events.publish(Screened(*ids, result_id=result.pk, outcome=result.outcome))
    live.notify("application", result.application_id, result.unit_id)
    audit.record(
        verb="hiring.screening.application.screened",
        obj=("application", result.application_id),
        unit_id=result.unit_id,
        details={
            "result": result.pk,
            "outcome": result.outcome,
            "codes": result.codes,
            "match": None if result.score is None else float(result.score),
            "rules": result.rules_version,
        },
    )


def _propose(result: Result, now: datetime) -> None:
    """To the pipeline: advance what passed, hold everything else for a person. Once per result and stage."""
    application = pipeline_queries.get(result.application_id)
    if not queries.is_open(application):
        return
    to = pipeline_queries.process_of(application).stage(application.stage).onward
    if not to:
        return  # nothing but the end follows, and that is a person's
    quick = application.stage == QUICK
    passed = _passed_quick(result) if quick else result.outcome == Outcome.PASS
    outcome = "advance" if passed else "hold"
    standing = pipeline_queries.open_proposal(application.pk)
    if (
        standing is not None
        and (standing.from_stage, standing.to_stage, standing.outcome)
        == (
            application.stage,
            to,
            outcome,
        )
        and standing.label == _label(application.stage, result)
    ):
        return
    pipeline.propose(
        application_id=application.pk,
        to=to,
        outcome=outcome,
        report_id=None,
        label=_label(application.stage, result),
        now=now,
    )


def _passed_quick(result: Result) -> bool:
    """The quick step lets through from its mark on; below, the applicant waits for a person."""
    plan = queries.plan_of(result.requisition_id)
    return result.core_score is not None and result.core_score >= plan.advance_from


def _label(stage: str, result: Result) -> str:
    score = result.core_score if stage == QUICK else result.score
    return f"{stage}:{score:.0f}" if score is not None else ""


def _tenth(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1"))
