"""A candidate asks; the FAQ answers when it is sure, a person otherwise.

Nothing of an interview is read or written here: no clock of a question can be touched.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.access import actors
from bole.foundation.queue import timers
from bole.hiring.enquiries import matching, queries, rules
from bole.hiring.enquiries.events import EnquiryAnswered
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.enquiries.services import clocks, steps, vectors
from bole.kernel.errors import ConflictError, NotFoundError
from bole.kernel.ids import new_id
from bole.ports.embedding import Embedder

SUGGESTED = 3  # entries shown to HR beside a question

State = Enquiry.State


@transaction.atomic
def ask(
    *,
    unit_id: UUID,
    text: str,
    language: str,
    now: datetime,
    application_id: UUID | None = None,
    about_id: UUID | None = None,
    job: Mapping[str, str] | None = None,
) -> Enquiry:
    """Take a question of the candidate who acts. The same words again within the day are the same question.

    InvalidError for too few or too many words, ConflictError (``too_many_questions``) beyond the rate.
    """
    actor = actors.current()
    if actor.kind != "candidate" or actor.candidate_id is None:
        raise NotFoundError("nobody asks")
    cleaned = rules.clean(text)
    recent = list(
        Enquiry.objects.filter(candidate_id=actor.candidate_id).order_by("-asked_at")[: rules.PER_DAY]
    )
    same = next((one for one in recent if (now - one.asked_at).days < 1 and one.question == cleaned), None)
    if same is not None:
        return same
    rules.check_rate([one.asked_at for one in recent], now)
    enquiry = Enquiry(
        id=new_id(),
        unit_id=unit_id,
        candidate_id=actor.candidate_id,
        application_id=application_id,
        about_id=about_id,
        job=dict(job or {}),
        language="en" if language.startswith("en") else "zh",
        question=cleaned,
        asked_at=now,
    )
    enquiry.token_hash = queries.hashed(queries.token_of(enquiry))
    enquiry.save(force_insert=True)
    steps.record(enquiry, "asked", {"characters": len(cleaned)})
    queue.defer(steps.MATCH, enquiry_id=enquiry.pk, unit_id=unit_id)
    timers.set(kind=steps.UNMATCHED, key=str(enquiry.pk), due_at=now + rules.UNMATCHED, unit_id=unit_id)
    return enquiry


def match(*, enquiry_id: UUID, embedder: Callable[[], Embedder], now: datetime) -> Enquiry:
    """Look the question up and settle who answers. Repeatable: a settled one stays as it is."""
    enquiry = queries.get(enquiry_id)
    if enquiry.state != State.ASKED:
        return enquiry
    entries = queries.faq_for(enquiry.unit_id)
    model = embedder()
    examples = vectors.examples(entries.values(), model)
    asked = np.asarray(model.embed([enquiry.question])[0])
    found = matching.ranked(asked, examples)  # outside the transaction: the row is not held meanwhile
    with transaction.atomic():
        enquiry = steps.locked(enquiry_id)
        if enquiry.state != State.ASKED:
            return enquiry
        enquiry.suggestions = [
            {"key": one.key, "score": round(one.score, 3)} for one in found if one.key in entries
        ][:SUGGESTED]
        best = matching.sure(found)
        if best is None:
            return _to_inbox(enquiry, now)
        return _suggest(enquiry, entries[best.key])


def _suggest(enquiry: Enquiry, entry: queries.Entry) -> Enquiry:
    enquiry.state = rules.move(enquiry.state, State.SUGGESTED)
    enquiry.faq_key, enquiry.faq_number = entry.key, entry.number
    enquiry.faq_answer = entry.body[enquiry.language]["answer"] or entry.body["zh"]["answer"]
    enquiry.save()
    timers.cancel(kind=steps.UNMATCHED, key=str(enquiry.pk))
    steps.record(enquiry, "suggested", {"entry": entry.key, "number": entry.number})
    events.publish(EnquiryAnswered(enquiry.pk, enquiry.candidate_id, enquiry.unit_id, "faq"))
    return enquiry


@transaction.atomic
def expire(*, enquiry_id: UUID, now: datetime) -> Enquiry:
    """Nobody looked it up in time: a person gets it. Repeatable."""
    enquiry = steps.locked(enquiry_id)
    return _to_inbox(enquiry, now) if enquiry.state == State.ASKED else enquiry


@transaction.atomic
def ask_person(*, enquiry_id: UUID, now: datetime) -> Enquiry:
    """ "This did not help": the question goes to a person. Twice is once."""
    enquiry = steps.locked_for_candidate(enquiry_id)
    if enquiry.state == State.WAITING:
        return enquiry
    enquiry.helped = False
    return _to_inbox(enquiry, now)


@transaction.atomic
def mark_helped(*, enquiry_id: UUID) -> Enquiry:
    """ "This helped": nothing further is to be done. Twice is once."""
    enquiry = steps.locked_for_candidate(enquiry_id)
    if enquiry.state == State.CLOSED:
        return enquiry
    enquiry.state, enquiry.helped = rules.move(enquiry.state, State.CLOSED), True
    enquiry.save(update_fields=["state", "helped"])
    steps.record(enquiry, "helped")
    return enquiry


def settle(*, enquiry_id: UUID, wish: str, now: datetime) -> None:
    """What the candidate pressed: ``helped`` or ``person``. A click that comes too late changes nothing."""
    with suppress(ConflictError):
        if wish == "helped":
            mark_helped(enquiry_id=enquiry_id)
        elif wish == "person":
            ask_person(enquiry_id=enquiry_id, now=now)


def _to_inbox(enquiry: Enquiry, now: datetime) -> Enquiry:
    enquiry.state = rules.move(enquiry.state, State.WAITING)
    enquiry.reminded_at = enquiry.escalated_at = None
    clocks.start(enquiry, now)
    enquiry.save()
    timers.cancel(kind=steps.UNMATCHED, key=str(enquiry.pk))
    steps.record(enquiry, "waiting", {"due_at": enquiry.due_at})
    return enquiry
