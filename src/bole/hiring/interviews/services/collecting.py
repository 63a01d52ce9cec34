"""The window is over: what was recorded and has arrived counts as it stands."""

import logging
from datetime import datetime

from django.db import transaction

from bole.foundation.files import services as files
from bole.hiring.interviews import rules
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.hiring.interviews.services import answering, steps
from bole.kernel.errors import BoleError

log = logging.getLogger(__name__)


def collect(interview: Interview, now: datetime, *parts: str) -> int:
    """Hand in, as cut off, every answer of these parts of which anything arrived; gives how many.

    In the caller's transaction.
    """
    waiting = Answer.objects.select_for_update().filter(
        interview=interview, state=Answer.State.RECORDING, part__in=parts
    )
    return sum(_handed_in(interview, answer, now) for answer in waiting.order_by("ordinal"))


def _handed_in(interview: Interview, answer: Answer, now: datetime) -> bool:
    mine = Recording.objects.select_for_update().filter(answer=answer, attempt=answer.attempt)
    for recording in mine.filter(state=Recording.State.OPEN).order_by("ordinal"):
        _close(interview, answer, recording, now)
    if not steps.facts_of(answer).finished:
        return False
    answer.cut_off = True
    answer.save(update_fields=["cut_off"])
    answering.submitted(interview, answer, now)
    return True


def _close(interview: Interview, answer: Answer, recording: Recording, now: datetime) -> None:
    """Keep what came without a gap; a stretch nothing can be made of is let go."""
    try:
        with transaction.atomic():
            stored = files.finish_arrived(upload_id=recording.upload_id, now=now)
    except BoleError as error:
        if error.retryable:
            raise
        log.warning("recording %s cannot be kept: %s", recording.pk, error.code)
        stored = None
    if stored is None:
        answering.abandon(recording, now)
        return
    timing, so_far = steps.timing_of(interview, answer.question_key), steps.facts_of(answer).recorded_seconds
    recording.declared_seconds = rules.estimated_seconds(stored.size, answer.kind, timing, so_far)
    answering.keep(recording, stored.pk, stored.sha256, now)
