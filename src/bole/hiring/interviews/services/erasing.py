"""What this capability gives out and takes away when a person asks (registered with foundation.privacy)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.files import services as files
from bole.foundation.queue import timers
from bole.hiring.interviews.models import (
    Answer,
    BulkEntry,
    Interview,
    PageNote,
    ProbeDecision,
    Recording,
    RightsRequest,
)
from bole.hiring.interviews.services import reminding, steps, telling
from bole.kernel.ids import new_secret


def export(candidate_id: UUID) -> dict[str, Any]:
    """Everything this capability knows of the person, as plain data; recordings are listed by file id."""
    interviews = Interview.objects.filter(candidate_id=candidate_id).prefetch_related(
        "answers__recordings", "answers__page_notes"
    )
    return {
        "interviews": [_interview(interview) for interview in interviews],
        "requests": [
            {
                "kind": r.kind,
                "state": r.state,
                "requested_at": steps.iso(r.requested_at),
                "resolution": r.resolution,
                "note": r.note or "",
            }
            for r in RightsRequest.objects.filter(candidate_id=candidate_id)
        ],
    }


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Kill links, erase recordings and typed words, forget accommodations. Counts remain for statistics."""
    recordings = Recording.objects.filter(candidate_id=candidate_id)
    for file_id in recordings.filter(file_id__isnull=False).values_list("file_id", flat=True):
        assert file_id is not None
        files.erase(file_id=file_id, now=now, reason="person_erased")
    for upload_id in recordings.filter(state=Recording.State.OPEN).values_list("upload_id", flat=True):
        files.abort_upload(upload_id=upload_id, now=now)
    gone = recordings.update(state=Recording.State.ABANDONED, file_sha256="", content_type="")
    answers = list(Answer.objects.filter(candidate_id=candidate_id))
    for answer in answers:
        answer.typed_text = ""
        answer.save(update_fields=["typed_text"])
    PageNote.objects.filter(candidate_id=candidate_id).delete()
    BulkEntry.objects.filter(candidate_id=candidate_id).update(candidate=None, asked_for="")
    RightsRequest.objects.filter(candidate_id=candidate_id).update(note=None)
    ProbeDecision.objects.filter(candidate_id=candidate_id).update(inputs=[], chosen=[], inputs_sha256="")
    interviews = list(Interview.objects.select_for_update().filter(candidate_id=candidate_id))
    for interview in interviews:
        _blank(interview)
    return gone + len(answers) + len(interviews)


def _blank(interview: Interview) -> None:
    interview.token_hash = telling.hashed(new_secret())
    interview.accommodations, interview.state = {}, Interview.State.WITHDRAWN
    interview.beside = [_wordless(question) for question in interview.beside or ()]
    interview.save(update_fields=["token_hash", "accommodations", "state", "beside"])
    reminding.stop(interview)
    for kind in (steps.WINDOW_CLOSES, steps.FEEDBACK_DUE, steps.PROBES_CLOSE, steps.PROBE_LINK):
        timers.cancel(kind=kind, key=str(interview.pk))
    steps.tell(interview)


def _wordless(question: dict[str, Any]) -> dict[str, Any]:
    """What was asked beside the guide, without a word of the résumé or of what was missing."""
    kept = {name: value for name, value in question.items() if name != "source"}
    return {**kept, "prompt": {"zh": "", "en": ""}}


def _interview(interview: Interview) -> dict[str, Any]:
    return {
        "about": interview.about,
        "state": interview.state,
        "language": interview.language,
        "mode": interview.mode,
        "accommodations": interview.accommodations,
        "channels": interview.channels,
        "invited_at": steps.iso(interview.created_at),
        "finished_at": steps.iso(interview.finished_at),
        "asked_beside_the_guide": interview.beside or [],
        "probes": [
            {
                "outcome": one.outcome,
                "chosen": one.chosen,
                "inputs": one.inputs,
                "at": steps.iso(one.decided_at),
            }
            for one in ProbeDecision.objects.filter(interview=interview)
        ],
        "answers": [
            {
                "question": answer.question_key,
                "kind": answer.kind,
                "part": answer.part,
                "let_go": answer.let_go,
                "typed_text": answer.typed_text,
                "submitted_at": steps.iso(answer.submitted_at),
                "recordings": [
                    {
                        "file": str(r.file_id),
                        "seconds": r.declared_seconds,
                        "started_at": steps.iso(r.started_at),
                    }
                    for r in answer.recordings.all()
                    if r.file_id
                ],
                "page_notes": [
                    {"kind": n.kind, "at": n.at, "seconds": n.seconds, "characters": n.size}
                    for n in answer.page_notes.all()
                ],
            }
            for answer in interview.answers.all()
        ],
    }
