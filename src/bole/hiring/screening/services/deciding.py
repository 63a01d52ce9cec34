"""People decide about screened applications, one by one or many at once; each with a reason of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.messaging import queries as messages
from bole.foundation.messaging import services as messaging
from bole.foundation.org import queries as org
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.hiring.screening import policies, queries
from bole.hiring.screening.models import Choice, Result
from bole.kernel.errors import ConflictError, InvalidError

MOST = 500
DECLINED = "screening-declined"
ADVANCED = "screened_by_person"
# A person against the machine; where it only held, it had said nothing to go against.
AGAINST = {
    (Result.Outcome.PASS, Choice.What.DECLINE),
    (Result.Outcome.REJECT, Choice.What.ADVANCE),
}


@dataclass(frozen=True, slots=True)
class Item:
    """What to do with one screening. ``version``: of the application the person was looking at; ``reason``:
    a code of the bank's list (for declining only)."""

    result_id: UUID
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of one item; ``code`` is empty when it was done (or had been done by this very click)."""

    result_id: UUID
    code: str = ""


def decide_many(*, items: Sequence[Item], what: str, now: datetime) -> list[Decision]:
    """Advance or decline each, in a transaction of its own: a lost race among them stops nobody else.

    Only a person decides. Declining needs a reason per candidate (InvalidError ``reason_needed``) and sends
    each the message in his language.
    """
    if what not in Choice.What.values or not 1 <= len(items) <= MOST:
        raise InvalidError(f"1 to {MOST} applications, advance or decline", fields={"what": "invalid"})
    _person()
    for one in items:
        permissions.require(actors.current(), policies.DECIDE, queries.get(one.result_id).unit_id)
    return [_tried(one, what, now) for one in items]


def _person() -> UUID:
    actor = actors.current()
    if actor.kind != "user" or actor.id is None:
        raise InvalidError("only a person decides", code="person_needed")
    return actor.id


def _tried(item: Item, what: str, now: datetime) -> Decision:
    try:
        _decide(item, what, now)
    except (ConflictError, InvalidError) as error:
        return Decision(item.result_id, error.code)
    return Decision(item.result_id)


@transaction.atomic
def _decide(item: Item, what: str, now: datetime) -> None:
    result = queries.get(item.result_id)
    application = pipeline_queries.get(result.application_id)
    if what == Choice.What.DECLINE:
        _check_reason(application, item.reason)
    if _is_repeat(result, item, what):
        return
    if not result.current:
        raise ConflictError("there is a newer screening", code="screened_anew")
    if not queries.is_open(application):
        raise ConflictError("somebody moved the application", code="lost_race")
    _move(application, item, what, now)
    override = (result.outcome, what) in AGAINST
    Choice.objects.create(
        unit_id=result.unit_id,
        candidate_id=result.candidate_id,
        application_id=result.application_id,
        result=result,
        version=item.version,
        what=what,
        reason=item.reason or ADVANCED,
        override=override,
        by_id=_person(),
        at=now,
    )
    _record(result, what, item.reason, override)
    if what == Choice.What.DECLINE:
        _tell(application, now)


def _is_repeat(result: Result, item: Item, what: str) -> bool:
    """The same person clicked twice."""
    known = Choice.objects.filter(application_id=result.application_id, version=item.version).first()
    return known is not None and (known.by_id, known.what) == (actors.current().id, what)


def _move(application: Any, item: Item, what: str, now: datetime) -> None:
    actor = actors.current()
    if what == Choice.What.DECLINE:
        pipeline.decline(
            application_id=application.pk,
            actor=actor,
            reason=item.reason,
            expected_version=item.version,
            now=now,
        )
        return
    to = pipeline_queries.process_of(application).stage(application.stage).onward
    if not to:
        raise ConflictError("the process leads to nothing but the end", code="no_such_move")
    pipeline.advance(
        application_id=application.pk,
        to=to,
        actor=actor,
        reason=ADVANCED,
        expected_version=item.version,
        now=now,
    )


def _check_reason(application: Any, reason: str) -> None:
    known = {code for code, _ in queries.reasons_for(application)}
    if reason not in known:
        raise InvalidError("a reason out of the bank's list is needed", code="reason_needed")


def letter_of(application: Any, name: str, language: str) -> str:
    """What such a message says today, to be read before it is sent."""
    words = messages.letter(DECLINED, language, application.unit_id, _fields(application, name, language))
    return f"{words.subject}\n\n{words.text}"


def _fields(application: Any, name: str, language: str) -> dict[str, str]:
    bank, job = org.root() or application.unit, application.requisition
    return {
        "name": name,
        "bank": bank.name_en if language == "en" else bank.name_zh,
        "job": job.title_en if language == "en" else job.title_zh,
    }


def _tell(application: Any, now: datetime) -> None:
    """Thanks and a plain word, in the candidate's language. Who cannot be reached is shown, not lost."""
    contact = candidates.contact(application.candidate_id)
    language = "en" if contact.language.startswith("en") else "zh"
    try:
        messaging.send(
            template=DECLINED,
            to=messaging.Addresses(mail=contact.email, phone=contact.phone),
            language=language,
            context=_fields(application, contact.name, language),
            unit_id=application.unit_id,
            about=("application", application.pk),
            now=now,
            candidate_id=application.candidate_id,
        )
    except InvalidError as error:
        if error.code != "no_address":
            raise
        _unreachable(application)


def _unreachable(application: Any) -> None:
    audit.record(
        verb="hiring.screening.application.not_told",
        obj=("application", application.pk),
        unit_id=application.unit_id,
    )


def _record(result: Result, what: str, reason: str, override: bool) -> None:
    audit.record(
        verb=f"hiring.screening.application.{'declined' if what == Choice.What.DECLINE else 'advanced'}",
        obj=("application", result.application_id),
        unit_id=result.unit_id,
        details={"result": result.pk, "said": result.outcome, "reason": reason, "override": override},
    )
