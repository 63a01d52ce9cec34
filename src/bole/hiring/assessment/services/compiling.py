"""From ratings to one frozen report, and from the report to a proposal."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.assessment import rules
from bole.hiring.assessment.events import ReportReady
from bole.hiring.assessment.models import AnswerRating, ErrorTable, NormTable, Report
from bole.hiring.assessment.queries.statistics import measured_errors, newest_norms
from bole.hiring.assessment.services import bodies
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline

TASK = "hiring.assessment.compile_report"
KIND = "ai_interview"  # the stage a report is made in


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is compiled from."""

    interview: Any
    facts: Sequence[AnswerFacts]
    ratings: Mapping[UUID, AnswerRating]
    norms: NormTable | None = None
    errors: Mapping[str, ErrorTable] = field(default_factory=dict)
    probes: Mapping[str, Any] | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over ratings, portrait, guide and law: the same material makes no second report."""
        marks = [
            self.ratings[f.answer_id].input_sha256 if f.answer_id in self.ratings else "" for f in self.facts
        ]
        whole = [marks, self.interview.portrait, self.interview.guide["sha256"], self.interview.law]
        if bodies.why_a_person(self.facts) == "recording_withdrawn":
            whole.append("recording_withdrawn")
        if self.probes is not None:
            whole.append(self.probes)
        return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def newest_ratings(interview_id: UUID) -> dict[UUID, AnswerRating]:
    """The newest rating of every answer's newest attempt."""
    rows = AnswerRating.objects.filter(interview_id=interview_id).order_by("attempt", "version")
    return {rating.answer_id: rating for rating in rows}


def ready_to_compile(interview_id: UUID) -> bool:
    """Whether the interview is finished, no probe waits, and every submitted answer was rated or has its
    named failure."""
    interview = interviews.get(interview_id)
    if interview.state != "finished":
        return False
    if not interview.automated:
        return True
    return not interviews.probes_pending(interview) and _all_rated(interview_id)


def _all_rated(interview_id: UUID) -> bool:
    rated = {(r.answer_id, r.attempt) for r in newest_ratings(interview_id).values()}
    return all((f.answer_id, f.attempt) in rated for f in interviews.submitted_facts(interview_id))


@transaction.atomic
def compile_report(*, interview_id: UUID, now: datetime) -> Report | None:
    """Freeze the report, propose the next stage. None while answers are missing; the same material twice
    is once."""
    if not interview_services.hold(interview_id=interview_id) or not ready_to_compile(interview_id):
        return None
    interview = interviews.get(interview_id)
    material = _material(interview, now)
    before = Report.objects.filter(interview_id=interview_id, latest=True).first()
    if before is not None and before.input_sha256 == material.fingerprint:
        return before
    body = bodies.machine_body(material) if interview.automated else bodies.human_body(material)
    report = _frozen(material, body, before, now)
    interview_services.note_progress(interview_id=interview_id, progress=100)
    _propose(report, now)
    events.publish(ReportReady(report.pk, interview.pk, report.application_id, report.unit_id))
    live.notify("report", report.pk, report.unit_id)
    audit.record(
        verb="hiring.assessment.report.compiled",
        obj=("report", report.pk),
        unit_id=report.unit_id,
        details={"version": report.version, "hash": report.hash, "interview": interview.pk},
    )
    return report


def _material(interview: Any, now: datetime) -> Material:
    return Material(
        interview,
        interviews.submitted_facts(interview.pk),
        newest_ratings(interview.pk),
        newest_norms(interview.about["job_key"], interview.portrait["version"], before=now),
        measured_errors(),
        bodies.probes_of(interview),
    )


def _frozen(material: Material, body: dict[str, Any], before: Report | None, now: datetime) -> Report:
    interview = material.interview
    if before is not None:
        before.latest = False
        before.save(update_fields=["latest"])
    state = Report.State.NEEDS_REVIEW if body["needs_review"] else Report.State.READY
    return Report.objects.create(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        interview_id=interview.pk,
        application_id=interview.application_id,
        requisition_id=interview.application.requisition_id,
        job_key=interview.about["job_key"],
        portrait_version=interview.portrait["version"],
        version=before.version + 1 if before else 1,
        input_sha256=material.fingerprint,
        body=body,
        hash=body["provenance"]["hash"],
        state=state if interview.automated else Report.State.FOR_HUMAN_RATING,
        total=_decimal(body["total"]),
        total_sem=_decimal(body["total_sem"]),
        needs_review=body["needs_review"],
        recommendation=body["recommendation"]["outcome"],
        created_at=now,
    )


def _propose(report: Report, now: datetime) -> None:
    """A recommendation to advance is held for a person when anything asks for one; nothing here rejects."""
    application = pipeline_queries.get(report.application_id)
    process = pipeline_queries.process_of(application)
    interview = pipeline_queries.stage_of_kind(application, KIND)
    onward = process.stage(application.stage).onward
    label = f"{report.total}" if report.total is not None else ""
    if interview is not None and application.stage != interview:
        # somebody moved it on by hand: the score belongs to that move
        pipeline.tell_late(application_id=application.pk, stage=interview, label=label, report_id=report.pk)
    if application.stage != interview or not onward:
        return
    outcome = "hold" if report.needs_review else report.recommendation
    pipeline.propose(
        application_id=application.pk,
        to=onward,
        outcome=outcome,
        report_id=report.pk,
        label=label,
        now=now,
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(rules.TENTH)
