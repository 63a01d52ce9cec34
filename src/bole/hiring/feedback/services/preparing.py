"""A row per finished interview: its clocks at once, its draft as soon as there is a report."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment import services as assessment_services
from bole.hiring.assessment.queries import Telling
from bole.hiring.candidates import queries as candidates
from bole.hiring.feedback import library, policies, queries, rules
from bole.hiring.feedback.models import Feedback, FeedbackRule
from bole.hiring.feedback.services import sending
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services

PLANNED = "feedback.planned"
DANGER = "feedback.danger"


@transaction.atomic
def prepare(*, interview_id: UUID, now: datetime) -> Feedback | None:
    """Begin or renew: clocks, draft, and off it goes when everything is there and the opening says so.

    Repeatable. None for an interview that is not finished, or whose candidate left.
    """
    if not interview_services.hold(interview_id=interview_id):
        return None
    with actors.system_scope("feedback is prepared"):
        interview = interviews.get(interview_id)
        if interview.feedback_due_at is None:
            return None
        found = _row(interview, now)
        if found.sent_at is None:
            _write(found, interview, assessment.telling(interview_id))
            sending.send_if_due(interview_id=interview_id, now=now)
        elif not interview.automated:
            _forget_words(found)
    return found


@transaction.atomic
def redraft(*, report_id: UUID, now: datetime) -> Feedback | None:
    """After people rated: words may rest on their levels now."""
    with actors.system_scope("feedback is prepared"):
        report = assessment.visible_to(actors.current()).filter(pk=report_id, latest=True).first()
    return prepare(interview_id=report.interview_id, now=now) if report else None


@transaction.atomic
def open_preview(*, feedback_id: UUID, now: datetime) -> Feedback:
    """HR reads what would go. It tells what the program found, so whoever opens it rates no longer blind."""
    found = queries.get(feedback_id)
    permissions.require(actors.current(), policies.VIEW, found.unit_id)
    if queries.hidden_from(actors.current(), found):
        return found
    report = assessment.latest_for_interview(actors.current(), found.interview_id)
    if report is not None:
        assessment_services.note_seen(seen=[(report.pk, report.unit_id)], now=now)
    return found


def _row(interview: Any, now: datetime) -> Feedback:
    found, made = Feedback.objects.select_for_update(of=("self",)).get_or_create(
        interview_id=interview.pk,
        defaults={
            "unit_id": interview.unit_id,
            "candidate_id": interview.candidate_id,
            "due_at": interview.feedback_due_at,
            "sent_at": interview.feedback_sent_at,
        },
    )
    if made and found.sent_at is None:
        set_clocks(found, sending.rule_of(interview.application.requisition_id), interview.finished_at or now)
    return found


def set_clocks(found: Feedback, rule: FeedbackRule, finished_at: datetime) -> None:
    """When HR is warned, and when the feedback goes by itself; a changed rule moves both."""
    timers.set(
        kind=DANGER, key=str(found.interview_id), due_at=found.due_at - rules.IN_DANGER, unit_id=found.unit_id
    )
    found.planned_at = None
    timers.cancel(kind=PLANNED, key=str(found.interview_id))
    if rule.mode == FeedbackRule.Mode.AUTOMATIC:
        found.planned_at = finished_at + timedelta(hours=rule.hours)
        timers.set(kind=PLANNED, key=str(found.interview_id), due_at=found.planned_at, unit_id=found.unit_id)
    found.save(update_fields=["planned_at"])


def _forget_words(found: Feedback) -> None:
    """Analysis was refused after the letter went: what a program found stands nowhere any more."""
    if not (found.letter or {}).get("parts"):
        return
    kept = {key: (found.letter or {})[key] for key in ("format", "language", "next", "closing")}
    found.letter, found.draft = {**kept, "opening": "", "parts": [], "score": "", "place": ""}, None
    found.save(update_fields=["letter", "draft"])
    found.edits.all().delete()
    audit.record(
        verb="hiring.feedback.letter.words_erased", obj=("feedback", found.pk), unit_id=found.unit_id
    )


def _write(found: Feedback, interview: Any, telling: Telling | None) -> None:
    """The draft, when its ground is there and is another than before."""
    if telling is None:
        return
    language = interview.language
    wording = library.wording()
    told = rules.draft(
        telling.body,
        wording.of(language),
        language=language,
        name=candidates.contact(interview.candidate_id).name,
        job=interview.about["job"][language],
        scores=telling.scores,
    )
    after = rules.renewed(found.draft, told)
    if after == found.draft and found.report_hash == telling.report_hash:
        return
    found.draft, found.report_hash, found.wording_sha256 = after, telling.report_hash, wording.sha256
    found.save(update_fields=["draft", "report_hash", "wording_sha256"])
    audit.record(
        verb="hiring.feedback.letter.drafted",
        obj=("feedback", found.pk),
        unit_id=found.unit_id,
        details={"report": telling.report_hash, "wording": wording.sha256},
    )
