"""The letter goes once: its words are frozen, the candidate hears, the clocks stop."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.foundation.workdays import queries as workdays
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment.events import CandidateTold
from bole.hiring.assessment.queries import Telling
from bole.hiring.feedback import library, policies, queries, rules
from bole.hiring.feedback.models import Feedback, FeedbackRule
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.kernel.errors import ConflictError, NotFoundError

Z95 = 1.96


@transaction.atomic
def send_if_due(*, interview_id: UUID, now: datetime) -> bool:
    """Send it when the opening's setting says so. True when it went now."""
    found = _locked(interview_id)
    if found is None or found.sent_at is not None or found.draft is None:
        return False
    with actors.system_scope("feedback is sent"):
        telling = assessment.telling(interview_id)
        if telling is None:
            return False
        rule = rule_of(telling.requisition_id)
        due = rules.goes(
            mode=rule.mode,
            planned_at=found.planned_at,
            released=found.released_by_id is not None,
            decided=telling.outcome != "open",
            now=now,
        )
        return due and _send(found, telling, rule, now)


@transaction.atomic
def release(*, feedback_id: UUID, now: datetime) -> Feedback:
    """A person lets it go, whatever the setting. Twice is once; ConflictError while nothing is drafted, or
    while an own rating of the interview is open."""
    seen = queries.get(feedback_id)
    person = permissions.require_person(policies.EDIT, seen.unit_id)
    found = _locked(seen.interview_id)
    if found is None:
        raise NotFoundError("no such feedback")
    if found.sent_at is not None:
        return found
    if queries.hidden_from(actors.current(), found):
        raise ConflictError("submit your own rating first", code="review_open")
    if found.draft is None:
        raise ConflictError("there is no report yet", code="no_draft")
    found.released_by_id = person
    found.save(update_fields=["released_by"])
    audit.record(verb="hiring.feedback.letter.released", obj=("feedback", found.pk), unit_id=found.unit_id)
    send_if_due(interview_id=found.interview_id, now=now)
    found.refresh_from_db()
    return found


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next, in the candidate's language; ``on`` is None after a rejection."""

    outcome: str
    text: str
    on: date | None
    provisional: bool

    def to_json(self) -> dict[str, Any]:
        """As the letter keeps it."""
        return {
            "outcome": self.outcome,
            "text": self.text,
            "on": self.on.isoformat() if self.on else None,
            "provisional": self.provisional,
        }


def letter(
    found: Feedback, interview: Any, telling: Telling, rule: FeedbackRule, now: datetime
) -> tuple[dict[str, Any], NextStep]:
    """The draft with today's figures, place and date: what goes, or what would go now."""
    words = library.wording().of(interview.language)
    total, sem = telling.body.get("total"), telling.body.get("total_sem")
    margin = Z95 * sem if sem is not None and telling.shows_score else None
    step = next_step(found, interview, telling, rule, now)
    whole = {
        **(found.draft or {}),
        "score": rules.score_line(words, total, margin),
        "place": rules.place_line(words, telling.place, interview.about["job"][interview.language]),
        "next": step.to_json(),
        "report": telling.report_hash,
    }
    return whole, step


def next_step(
    found: Feedback, interview: Any, telling: Telling, rule: FeedbackRule, now: datetime
) -> NextStep:
    """What comes next and by which working day of the unit."""
    language, today = interview.language, bank_time.today(now)
    due = workdays.ahead(unit_id=found.unit_id, start=today, days=rule.next_days)
    text = rules.next_step(
        library.wording().of(language),
        outcome=telling.outcome,
        stage=telling.stage.get(language, ""),
        due=due,
        days=rule.next_days,
        language=language,
    )
    dated = telling.outcome in {"advanced", "open"}
    return NextStep(telling.outcome, text, due.date if dated else None, dated and due.provisional)


def rule_of(requisition_id: UUID) -> FeedbackRule:
    """The opening's rule, or the one that holds where nobody set one."""
    known = FeedbackRule.objects.filter(requisition_id=requisition_id).first()
    return known or FeedbackRule(requisition_id=requisition_id)


def _send(found: Feedback, telling: Telling, rule: FeedbackRule, now: datetime) -> bool:
    interview = interviews.get(found.interview_id)
    whole, step = letter(found, interview, telling, rule, now)
    if not interview_services.send_feedback(interview_id=interview.pk, next_step=step.text, now=now):
        return False
    found.letter, found.sent_at, found.outcome, found.next_on = whole, now, step.outcome, step.on
    found.letter_sha256 = hashlib.sha256(rfc8785.dumps(whole)).hexdigest()
    found.save(update_fields=["letter", "sent_at", "outcome", "letter_sha256", "next_on"])
    for kind in queries.CLOCKS:
        timers.cancel(kind=kind, key=str(found.interview_id))
    events.publish(CandidateTold(interview.pk, interview.application_id, found.unit_id))
    audit.record(
        verb="hiring.feedback.letter.sent",
        obj=("feedback", found.pk),
        unit_id=found.unit_id,
        details={"sha256": found.letter_sha256, "mode": rule.mode, "outcome": found.outcome},
    )
    return True


def _locked(interview_id: UUID) -> Feedback | None:
    return Feedback.objects.select_for_update(of=("self",)).filter(interview_id=interview_id).first()
