"""The candidate's decisions. Every refusal leaves a way on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.privacy import services as privacy
from bole.foundation.privacy import wordings
from bole.hiring.interviews import rules
from bole.hiring.interviews.models import Answer, Interview
from bole.hiring.interviews.services import rights, steps
from bole.kernel.errors import ConflictError

KIND_OF_MODE = {"video": Answer.Kind.VIDEO, "audio": Answer.Kind.AUDIO, "typed": Answer.Kind.TYPED}


@transaction.atomic
def consent(*, interview_id: UUID, decisions: Mapping[str, bool], now: datetime) -> Interview:
    """Write down the decisions and what they leave; may be changed until the first question is begun.

    ``decisions`` maps purpose → yes or no for every purpose of ``rules.purposes_asked``.
    """
    interview = steps.locked_for_candidate(interview_id)
    _check_may_decide(interview)
    agreed = rules.terms(
        decisions, interview.offered_channels, typed=interview.accommodations.get("typed", False)
    )
    for purpose in rules.purposes_asked(interview.offered_channels):
        _write_down(interview, purpose, bool(decisions[purpose]), now)
    interview.mode, interview.channels, interview.automated = (
        agreed.mode,
        list(agreed.channels),
        agreed.automated,
    )
    interview.consented_at = now
    if interview.state == Interview.State.INVITED:
        interview.state = Interview.State.OPENED
    interview.save(update_fields=["mode", "channels", "automated", "consented_at", "state"])
    Answer.objects.filter(interview=interview).update(kind=KIND_OF_MODE[agreed.mode])
    steps.record(
        interview,
        "consented",
        fields=sorted(p for p, yes in decisions.items() if yes),
        details={"mode": agreed.mode, "automated": agreed.automated},
    )
    steps.tell(interview)
    return interview


@transaction.atomic
def request_live(*, interview_id: UUID, now: datetime) -> Interview:
    """Instead of any recording: ask for a talk with a person. HR has 24 hours to arrange it."""
    interview = steps.locked_for_candidate(interview_id)
    _check_may_decide(interview)
    interview.mode, interview.channels, interview.automated = Interview.Mode.LIVE, [], False
    interview.consented_at = now
    interview.save(update_fields=["mode", "channels", "automated", "consented_at"])
    rights.open_request(interview, "live", now)
    steps.record(interview, "live_requested")
    steps.tell(interview)
    return interview


def _check_may_decide(interview: Interview) -> None:
    if interview.state not in {Interview.State.INVITED, Interview.State.OPENED}:
        raise ConflictError("the interview has begun", code="interview_" + interview.state)
    if Answer.objects.filter(interview=interview, think_started_at__isnull=False).exists():
        raise ConflictError("the interview has begun", code="already_begun")


def _write_down(interview: Interview, purpose: str, granted: bool, now: datetime) -> None:
    privacy.give_consent(
        candidate_id=interview.candidate_id,
        unit_id=interview.unit_id,
        about_id=interview.pk,
        granted=granted,
        wording=wordings.wording(purpose),
        language=interview.language,
        now=now,
    )
