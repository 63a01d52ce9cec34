"""A consent given or taken back after the first decision. It holds at once, whatever was answered already.

What higher steps made of the answers is theirs to take away; they hear ``ConsentChanged``.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.privacy import queries as privacy_queries
from bole.foundation.privacy import services as privacy
from bole.hiring.interviews import rules
from bole.hiring.interviews.events import ConsentChanged
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.hiring.interviews.services import answering, consenting, noticing, probing, steps
from bole.kernel.errors import ConflictError

OVER = frozenset({"finished", "expired"})


@transaction.atomic
def change_consent(*, interview_id: UUID, purpose: str, granted: bool, now: datetime) -> Interview:
    """The candidate changes his mind about one purpose. The same decision twice is once."""
    interview = steps.locked_for_candidate(interview_id)
    if interview.consented_at is None:
        raise ConflictError("the candidate has not decided yet", code="not_consented")
    typed = bool(interview.accommodations.get("typed"))
    rules.check_change(
        interview.state, purpose, rules.purposes_asked(interview.offered_channels, typed=typed)
    )
    if _standing(interview).get(purpose, False) == granted:
        return interview
    if granted:
        consenting.write_down(interview, purpose, True, now)
    else:
        privacy.withdraw_consent(
            candidate_id=interview.candidate_id, purpose=purpose, now=now, about_id=interview.pk
        )
    _settle(interview, purpose, granted, now)
    return interview


@transaction.atomic
def apply_withdrawal(*, candidate_id: UUID, purpose: str, about_id: UUID | None, now: datetime) -> int:
    """A consent was taken back, here or elsewhere (a letter to the bank): bring his interviews in line.

    Repeatable; gives how many changed.
    """
    mine = Interview.objects.select_for_update(of=("self",)).filter(
        candidate_id=candidate_id, consented_at__isnull=False
    )
    mine = mine.filter(pk=about_id) if about_id else mine
    living = mine.exclude(state=Interview.State.WITHDRAWN).order_by("pk")
    return sum(_settle(interview, purpose, False, now) for interview in list(living))


def _standing(interview: Interview) -> dict[str, bool]:
    decided = privacy_queries.consents(interview.candidate_id, about_id=interview.pk)
    return {purpose: decision.holds for purpose, decision in decided.items()}


def _settle(interview: Interview, purpose: str, granted: bool, now: datetime) -> bool:
    """Make the interview what the standing decisions leave of it. False when it is that already."""
    agreed = rules.terms(
        _standing(interview), interview.offered_channels, typed=interview.accommodations.get("typed", False)
    )
    before = (interview.mode, interview.channels, interview.automated)
    erased = _erase_recordings(interview, now) if agreed.mode == Interview.Mode.TYPED else 0
    if interview.mode != Interview.Mode.LIVE:
        interview.mode = agreed.mode
        _follow(interview, now)
    interview.channels = list(agreed.channels)
    interview.automated = agreed.automated and not _only_people_left(interview)
    if not probing.may_ask(interview):
        probing.let_go(interview, Answer.LetGo.CONSENT, now)
    if not agreed.automated:
        noticing.forget_notes(interview)
    if before == (interview.mode, interview.channels, interview.automated) and not erased:
        return False
    interview.submitted_count = Answer.objects.filter(interview=interview, state="submitted").count()
    interview.save(update_fields=["mode", "channels", "automated", "submitted_count"])
    events.publish(ConsentChanged(interview.pk, interview.unit_id, purpose, granted))
    steps.record(
        interview,
        "consent_changed",
        fields=[purpose],
        details={"granted": granted, "mode": interview.mode, "automated": interview.automated},
    )
    steps.tell(interview)
    return True


def _erase_recordings(interview: Interview, now: datetime) -> int:
    """Nothing that was recorded stays, handed in or not."""
    kept = Recording.objects.select_for_update().filter(answer__interview=interview)
    found = list(kept.exclude(state=Recording.State.ABANDONED))
    for recording in found:
        answering.abandon(recording, now, reason="consent_withdrawn")
    return len(found)


def _follow(interview: Interview, now: datetime) -> None:
    """Answers still to come are given in the new way; recorded ones without recordings are asked again while
    there is time."""
    mine = Answer.objects.select_for_update().filter(interview=interview)
    if interview.mode == Interview.Mode.TYPED and interview.state not in OVER and now < interview.closes_at:
        for answer in mine.exclude(kind=Answer.Kind.TYPED).exclude(state=Answer.State.PENDING):
            _ask_again(answer)
    mine.exclude(state=Answer.State.SUBMITTED).update(kind=consenting.KIND_OF_MODE[interview.mode])


def _ask_again(answer: Answer) -> None:
    answer.state, answer.attempt = Answer.State.PENDING, answer.attempt + 1
    answer.think_started_at = answer.recording_started_at = answer.deadline_at = answer.submitted_at = None
    answer.save()


def _only_people_left(interview: Interview) -> bool:
    """Recorded answers were handed in and their recordings are gone for good: no program can say anything."""
    handed_in = Answer.objects.filter(interview=interview, state=Answer.State.SUBMITTED)
    recorded = handed_in.exclude(kind=Answer.Kind.TYPED)
    return recorded.exclude(recordings__state=Recording.State.FINISHED).exists()
