"""What the page notes while an answer runs: kept within bounds, and only of who was told and agreed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.privacy import queries as privacy
from bole.hiring.interviews import noticing
from bole.hiring.interviews.models import Answer, Interview, PageNote
from bole.hiring.interviews.noticing import Note
from bole.hiring.interviews.services import steps


@transaction.atomic
def note_page(*, interview_id: UUID, question_key: str, notes: Sequence[Note], now: datetime) -> int:
    """Keep what there is room for; gives how many. Late, repeated or too many: nothing happens, nobody is
    told off, and the answer goes on."""
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    steps.check_answer(interview, answer)
    if not _may_note(interview, answer):
        return 0
    known = PageNote.objects.filter(answer=answer, attempt=answer.attempt)
    seen = set(known.values_list("kind", "at"))
    fresh = [note for note in notes if (note.kind, note.at) not in seen]
    rows = [_row(answer, note, now) for note in noticing.room(len(seen), fresh)]
    PageNote.objects.bulk_create(rows)
    return len(rows)


def forget_notes(interview: Interview) -> int:
    """The consent was taken back: what the page noted goes with it."""
    gone, _ = PageNote.objects.filter(answer__interview=interview).delete()
    return gone


def _may_note(interview: Interview, answer: Answer) -> bool:
    """While the question is open, of who agreed to the analysis in words that tell of it."""
    if answer.think_started_at is None or answer.state == Answer.State.SUBMITTED:
        return False
    decision = privacy.consents(interview.candidate_id, about_id=interview.pk).get("analysis")
    return noticing.told(decision)


def _row(answer: Answer, note: Note, now: datetime) -> PageNote:
    return PageNote(
        unit_id=answer.unit_id,
        candidate_id=answer.candidate_id,
        answer=answer,
        attempt=answer.attempt,
        kind=note.kind,
        at=note.at,
        seconds=note.seconds,
        size=note.size,
        noted_at=now,
    )
