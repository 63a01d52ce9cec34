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
    """Write down the first decisions and what they leave; later ones go through ``change_consent``.

    ``decisions`` maps purpose → yes or no for every purpose of ``rules.purposes_asked``; answers to what was
    not asked are not kept.
    """
    interview = steps.locked_for_candidate(interview_id)
    _check_may_decide(interview)
    typed = bool(interview.accommodations.get("typed"))
    rules.check_decisions(decisions, interview.offered_channels, typed=typed)
    asked = rules.purposes_asked(
        interview.offered_channels, typed=typed, recording=decisions.get("recording", True)
    )
    decisions = {purpose: bool(decisions[purpose]) for purpose in asked}
    agreed = rules.terms(decisions, interview.offered_channels, typed=typed)
    for purpose, granted in decisions.items():
        write_down(interview, purpose, granted, now)
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
    """Instead of any recording: ask for a talk with a person. HR has 24 hours to arrange it.

    Before the questions, or later by somebody who is not recorded. After the end answers stay as they are.
    """
    interview = steps.locked_for_candidate(interview_id)
    if interview.state in {Interview.State.FINISHED, Interview.State.EXPIRED}:
        rights.open_request(interview, "live", now)
        return interview
    if interview.mode != Interview.Mode.TYPED or interview.state == Interview.State.WITHDRAWN:
        _check_may_decide(interview)
    interview.mode, interview.channels = Interview.Mode.LIVE, []
    interview.automated = interview.automated and interview.submitted_count > 0
    interview.consented_at = interview.consented_at or now
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


def write_down(interview: Interview, purpose: str, granted: bool, now: datetime) -> None:
    """Keep one decision with the wording it was made on."""
    privacy.give_consent(
        candidate_id=interview.candidate_id,
        unit_id=interview.unit_id,
        about_id=interview.pk,
        granted=granted,
        wording=wordings.wording(purpose),
        language=interview.language,
        now=now,
    )
