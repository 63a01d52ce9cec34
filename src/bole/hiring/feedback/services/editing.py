"""HR rewrites a passage before it goes; both wordings stay."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.assessment import queries as assessment
from bole.hiring.feedback import policies, queries, rules
from bole.hiring.feedback.models import Feedback, FeedbackEdit
from bole.kernel.errors import ConflictError, NotFoundError


@transaction.atomic
def edit(*, feedback_id: UUID, part: str, text: str, now: datetime) -> Feedback:
    """Another wording of one passage. The same wording is no edit; ConflictError once the letter has gone, or
    while an own rating is open; InvalidError for what ``rules.check_edit`` refuses.
    """
    seen = queries.get(feedback_id)
    person = permissions.require_person(policies.EDIT, seen.unit_id)
    found = Feedback.objects.select_for_update(of=("self",)).filter(pk=feedback_id).first()
    if found is None:
        raise NotFoundError("no such feedback")
    if found.sent_at is not None or found.draft is None:
        raise ConflictError("the letter has gone", code="feedback_sent")
    if queries.hidden_from(actors.current(), found):
        raise ConflictError("submit your own rating first", code="review_open")
    after = rules.check_edit(text, _said(found))
    before = rules.wording_of(found.draft, part)
    if after == before:
        return found
    found.draft = rules.edited(found.draft, part, after)
    found.save(update_fields=["draft"])
    FeedbackEdit.objects.create(
        unit_id=found.unit_id,
        candidate_id=found.candidate_id,
        feedback=found,
        part=part,
        before=before,
        after=after,
        editor_id=person,
        at=now,
    )
    audit.record(
        verb="hiring.feedback.letter.edited",
        obj=("feedback", found.pk),
        unit_id=found.unit_id,
        fields=[part],
    )
    return found


def _said(found: Feedback) -> list[str]:
    """Everything the candidate said, and the sentences of the draft itself (a job's name may stand in
    quotation marks)."""
    with actors.system_scope("what was said"):
        telling = assessment.telling(found.interview_id)
    answers = telling.body["answers"] if telling else []
    heard = [str((a["result"].get("transcript") or {}).get("text", "")) for a in answers]
    draft = found.draft or {}
    quotes = [quote for one in draft.get("parts", ()) for quote in one["quotes"]]
    return [*heard, *quotes, str(draft.get("opening", "")), str(draft.get("closing", ""))]
