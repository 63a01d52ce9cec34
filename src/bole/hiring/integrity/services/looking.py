"""One answer is looked at: page notes, presence, delivery, words that stood before. Repeatable."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.analysis import queries as analysis
from bole.hiring.integrity.models import CopyPair, Finding, Fingerprint
from bole.hiring.integrity.rules.delivery import delivery_sight
from bole.hiring.integrity.rules.sights import Noted, Sight, page_sights, presence_sights
from bole.hiring.integrity.services import copying, writing
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.answers import Observation

COPIES = ("near_copy", "published_copy")


@transaction.atomic
def look(*, answer_id: UUID, attempt: int, now: datetime) -> int:
    """Write down what a person may want to look at; gives how many findings stand.

    Only of who agreed to the analysis in words that tell of it; of anybody else everything goes.
    """
    facts = interviews.answer_facts(answer_id)
    if facts.attempt != attempt or not facts.submitted:
        return 0
    if facts.withdrawn or not facts.automated or not interviews.agreed_to_notes(facts):
        forget(answer_id)
        return 0
    seen = None if facts.kind == "typed" else analysis.outcome_of(answer_id).observation
    text = facts.typed_text if seen is None else seen.transcript.text
    _write(facts, sights_of(facts, seen, text), now)
    if text:
        copying.compare(facts, text, seen, now)
    return Finding.objects.filter(answer_id=answer_id, attempt=attempt).count()


def look_again(*, interview_id: UUID, now: datetime) -> int:
    """A consent changed: every answer anew."""
    found = [(one.answer_id, one.attempt) for one in interviews.submitted_facts(interview_id)]
    gone = Finding.objects.filter(interview_id=interview_id).exclude(answer_id__in=[pk for pk, _ in found])
    for answer_id in set(gone.values_list("answer_id", flat=True)):
        forget(answer_id)
    return sum(look(answer_id=pk, attempt=attempt, now=now) for pk, attempt in found)


def sights_of(facts: AnswerFacts, seen: Observation | None, text: str) -> list[Sight]:
    """Everything but copies. Where accommodations were agreed, nobody measures how somebody speaks."""
    notes = [
        Noted(n.kind, n.at, n.seconds, n.size)
        for n in interviews.page_notes_of(facts.answer_id, facts.attempt)
    ]
    found = page_sights(notes, answer_letters=len(text), typed=facts.kind == "typed")
    if seen is not None:
        found += presence_sights(seen.events)
        if not facts.accommodated:
            found += delivery_sight(seen, look=facts.law != "eu" and "face" in facts.channels)
    return found


def forget(answer_id: UUID) -> None:
    """Nothing of this answer is pointed at any more, and nobody is compared with it."""
    Finding.objects.filter(answer_id=answer_id).delete()
    Fingerprint.objects.filter(answer_id=answer_id).delete()
    CopyPair.objects.filter(answer_id=answer_id).delete()
    CopyPair.objects.filter(other_id=answer_id).delete()


def _write(facts: AnswerFacts, sights: Sequence[Sight], now: datetime) -> None:
    """The findings are those of this look; one that was decided about stays as it was seen."""
    kinds = [sight.kind for sight in sights]
    mine = Finding.objects.filter(answer_id=facts.answer_id).exclude(kind__in=COPIES)
    mine.filter(decisions=None).exclude(attempt=facts.attempt, kind__in=kinds).delete()
    decided = set(mine.exclude(decisions=None).filter(attempt=facts.attempt).values_list("kind", flat=True))
    for sight in sights:
        if sight.kind not in decided:
            writing.write(facts, sight, now)
