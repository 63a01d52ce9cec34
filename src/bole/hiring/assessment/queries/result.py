"""The candidate's own result: explained, and nobody else's."""

from typing import Any

from bole.foundation.access import actors
from bole.hiring.assessment import rules
from bole.hiring.assessment.models import Override, Report, ResultRule, Review
from bole.hiring.assessment.queries.statistics import Percentile, percentile
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.errors import NotFoundError


def candidate_result(interview_id: Any) -> dict[str, Any]:
    """For the result page of the candidate in charge. NotFoundError to everybody else.

    ``ready`` is False until the feedback was released; then ``outcome`` (advanced, declined, open),
    ``decided_by`` (person or rule), ``stage``, ``result`` (``rules.for_candidate``), ``percentile``,
    ``human`` totals.
    """
    interview = interviews.get(interview_id)
    if actors.current().kind not in {"candidate", "system"}:
        raise NotFoundError("no such result")
    base = {"about": interview.about, "state": interview.state, "feedback_due_at": interview.feedback_due_at}
    report = Report.objects.filter(interview_id=interview.pk, latest=True).first()
    if interview.feedback_sent_at is None or report is None:
        return {**base, "ready": False}
    with actors.system_scope(
        "candidate reads his result"
    ):  # the norm group and the decision are not his rows
        rank, decided, seen = percentile(report), decision(interview), shown(interview)
        human = [
            float(r.total)
            for r in Review.objects.filter(report=report, locked_at__isnull=False)
            if r.total is not None
        ]
        corrected = {
            o.competency: float(o.score) for o in Override.objects.filter(report=report).order_by("at")
        }
    return {
        **base,
        **decided,
        "ready": True,
        "automated": interview.automated,
        "result": rules.for_candidate(report.body),
        "shown": seen,
        "percentile": place(rank) if rank and seen["score"] else None,
        "human": human,
        "corrected": corrected,
        "hash": report.hash,
    }


def result_rules() -> dict[str, ResultRule]:
    """Process key → what head office set; a process that is not named shows everything."""
    return {rule.process_key: rule for rule in ResultRule.objects.select_related("set_by")}


def shown(interview: Any) -> dict[str, bool]:
    """Whether figures and pass mark are shown, as head office set it for the process."""
    rule = result_rules().get(pipeline.get(interview.application_id).process_key)
    return {
        "score": rule.show_score if rule else True,
        "pass_mark": rule.show_pass_mark if rule else True,
    }


def place(rank: Percentile) -> dict[str, Any]:
    """The percentile with the group it speaks of (R49)."""
    return {"top": rank.top, "n": rank.n, **rank.group}


def decision(interview: Any) -> dict[str, Any]:
    """What came of the AI interview, who decided, and the stage it led to."""
    application = pipeline.get(interview.application_id)
    interview = pipeline.stage_of_kind(application, "ai_interview")
    moves = [t for t in pipeline.transitions(application.pk) if t.from_stage == interview]
    if not moves:
        return {"outcome": "open", "decided_by": "", "stage": None}
    last = moves[-1]
    outcome = application.outcome if last.to_stage == "closed" else "advanced"
    stages = {one.key: one for one in pipeline.process_of(application).stages}
    stage = stages.get(last.to_stage) or stages[application.stage]  # the way may have been revised since
    return {
        "outcome": outcome,
        "decided_by": "person" if last.actor_kind == "user" else "rule",
        "decided_at": last.at,
        "stage": {"key": stage.key, "label": dict(stage.label)},
    }
