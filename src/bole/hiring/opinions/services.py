"""Whom to ask, sending the link, taking the sheet, and looking at what it says of the questions."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bole.foundation import events
from bole.foundation.access import actors
from bole.foundation.messaging import services as messaging
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.foundation.surveys import queries as surveys
from bole.foundation.surveys import services as sheets
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import queries as interviews
from bole.hiring.opinions import rules
from bole.hiring.opinions.events import QuestionBadlyRated
from bole.hiring.opinions.models import BadRating
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import services as requisitions
from bole.kernel.errors import InvalidError, NotFoundError

SEND = "opinions.send"


@transaction.atomic
def ask(
    *,
    event: str,
    unit_id: UUID,
    now: datetime,
    interview_id: UUID | None = None,
    application_id: UUID | None = None,
    process: Sequence[tuple[str, int]] = (),
) -> int:
    """Note an invitation for every survey bound to the event, or sent by the ``process`` (key, hours later),
    each with its timer. Repeatable: a person is asked once per survey and thing it is about. Gives how many
    are new.
    """
    about = _about(interview_id, application_id)
    made = 0
    for binding in [*surveys.bound_to(event, unit_id), *surveys.named(process, event)]:
        row = sheets.invite(
            binding=binding,
            subject=surveys.subject_of(about["candidate_id"]),
            occasion=about["occasion"],
            unit_id=unit_id,
            group=about["job"],
            things=about["things"],
            language=about["language"],
            now=now,
        )
        if row is not None:
            made += 1
            timers.set(
                kind=SEND,
                key=str(row.pk),
                due_at=row.send_at,
                unit_id=unit_id,
                payload={"candidate_id": about["candidate_id"]},
            )
    return made


def _about(interview_id: UUID | None, application_id: UUID | None) -> dict[str, Any]:
    if interview_id is not None:
        interview = interviews.get(interview_id)
        return {
            "candidate_id": interview.candidate_id,
            "occasion": f"interview {interview.pk}",
            "job": str(interview.about["job_key"]),
            "things": rules.things_of(interview.guide["questions"]),
            "language": interview.language,
        }
    if application_id is None:
        raise InvalidError("nothing to ask about")
    application = pipeline.get(application_id)
    return {
        "candidate_id": application.candidate_id,
        "occasion": f"application {application.pk}",
        "job": application.requisition.job_key,
        "things": [],
        "language": application.candidate.language,
    }


@transaction.atomic
def send(*, invitation_id: UUID, candidate_id: UUID, now: datetime) -> bool:
    """Send the link; False when it went before or there is nobody to send it to."""
    contact = candidates.contact(candidate_id)
    if not (contact.email or contact.phone):  # erased meanwhile
        sheets.drop(invitation_id=invitation_id)
        return False
    row = sheets.mark_sent(invitation_id=invitation_id, now=now)
    if row is None:
        return False
    language = "en" if row.language == "en" else "zh"
    root = org.root()
    assert root is not None
    assert row.expires_at is not None
    page = reverse("opinions-open:sheet", args=[surveys.token_of(row)])
    title = row.version.body["title"]
    messaging.send(
        template="survey",
        to=messaging.Addresses(mail=contact.email, phone=contact.phone),
        language=language,
        context={
            "name": contact.name,
            "bank": root.name_en if language == "en" else root.name_zh,
            "survey": title[language] or title["zh"],
            "until": f"{bank_time.local(row.expires_at):%Y-%m-%d}",
            "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
        },
        unit_id=row.unit_id,
        about=("survey_invitation", row.pk),
        candidate_id=candidate_id,
        now=now,
    )
    return True


def take(*, token: str, given: Mapping[str, str], now: datetime) -> None:
    """Keep an answered sheet of the link's holder, then look at what it says of the questions."""
    with actors.system_scope("a survey by its link"):
        row = surveys.by_token(token)
        sheets.take_sheet(invitation_id=row.pk, given=given, now=now)
        check_questions(keys=[str(thing["key"]) for thing in row.things], now=now)


@transaction.atomic
def check_questions(*, keys: Iterable[str], now: datetime) -> int:
    """Note questions rated badly by five people or more, once per version; gives how many are new."""
    noted = 0
    found = surveys.things_rated(keys, (now - rules.LOOKS_BACK).date())
    for (key, version, asked), values in sorted(found.items()):
        mean = rules.badly_rated(values)
        if mean is None:
            continue
        _, new = BadRating.objects.get_or_create(
            question_key=key,
            version=version,
            asked=asked,
            defaults={"mean": round(mean, 2), "n": len(values), "noted_at": now},
        )
        if new:
            noted += 1
            events.publish(QuestionBadlyRated(key, version, asked, round(mean, 2), len(values)))
            _review(key, f"{asked}: {mean:.1f} / 5, N = {len(values)}", now)
    return noted


def _review(question_key: str, reason: str, now: datetime) -> None:
    """Onto the question bank's review list; a question that is not in the bank has no place there."""
    with suppress(NotFoundError):
        requisitions.add_review(question_key=question_key, reason=reason, source="survey", now=now)
