"""Follow-up questions and questions from the résumé."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bole.foundation.access import actors, permissions
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import library, policies, probe_rules, resume_questions
from bole.hiring.interviews.models import Answer, Interview, ProbeDecision
from bole.hiring.pipeline import queries as pipeline
from bole.measurement.api import Proposal


def decision_of(interview: Interview) -> ProbeDecision | None:
    """The decision ``get`` brought along with the interview."""
    return getattr(interview, "probe_decision", None)


def probe_decision(interview_id: UUID) -> ProbeDecision | None:
    """What was decided on follow-up questions; None while nothing was."""
    return ProbeDecision.objects.filter(interview_id=interview_id).first()


def probes_wanted(interview: Interview) -> bool:
    """Whether a decision is still to be taken: the guide asks probes, the machine may read, and either
    everything beside probes was answered or the candidate handed in."""
    if not interview.guide.get("probes") or not interview.automated:
        return False
    if interview.state not in {"in_progress", "finished"} or not interview.submitted_count:
        return False
    if probe_decision(interview.pk) is not None:
        return False
    return interview.state == "finished" or not _unanswered(interview)


def probes_pending(interview: Interview) -> bool:
    """Whether the report of a finished interview has to wait for a decision, or for an answer to a probe."""
    if not interview.guide.get("probes") or not interview.automated:
        return False
    decision = probe_decision(interview.pk)
    return decision is None or decision.settled_at is None


def standing_of(interview: Interview, now: datetime) -> dict[str, Any]:
    """For the candidate's page: ``state`` off | waiting | open | over, and how far the check is."""
    decision = probe_decision(interview.pk)
    found: dict[str, Any] = {"state": "off", "answer_by": None, "checked": 0, "given": 0, "waited": 0.0}
    if decision is not None:
        asked = decision.outcome == ProbeDecision.Outcome.ASKED
        waits = asked and decision.settled_at is None
        by = decision.answer_by.isoformat() if decision.answer_by else None
        return {**found, "state": "open" if waits else "over" if asked else "off", "answer_by": by}
    if not _may_ask(interview) or not probes_wanted(interview):
        return found
    given = Answer.objects.filter(interview=interview, state=Answer.State.SUBMITTED)
    last = max((one.submitted_at for one in given if one.submitted_at), default=now)
    return {
        **found,
        "state": "waiting",
        "given": len(given),
        "checked": min(len(given), interview.analysed_count + interview.failed_count),
        "waited": max(0.0, round((now - last).total_seconds(), 1)),
    }


def personal_proposals(application_id: UUID, now: datetime) -> tuple[tuple[Proposal, ...], int]:
    """What the applicant's résumé leads to before anything is sent, and how many may be asked; for HR."""
    application = pipeline.get(application_id)
    permissions.require(actors.current(), policies.INVITE, application.unit_id)
    requisition = application.requisition
    guide = library.snapshot(requisition.guide_key, requisition.portrait.get("questions", ()))
    resume = candidates.lines_of(application.candidate_id)
    found = resume_questions.proposals(guide, requisition.portrait, resume, now)
    return found, int(guide["personalised"])


def _unanswered(interview: Interview) -> bool:
    rows = Answer.objects.filter(interview=interview).exclude(part=Answer.Part.PROBE)
    return rows.exclude(state=Answer.State.SUBMITTED).exists()


def _may_ask(interview: Interview) -> bool:
    return probe_rules.may_ask(
        automated=interview.automated,
        mode=interview.mode,
        typed_by_agreement=bool(interview.accommodations.get("typed")),
    )
