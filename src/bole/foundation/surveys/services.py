"""Every write: build, publish, bind, ask somebody, take an answered sheet."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.surveys import library, policies, queries, rules
from bole.foundation.surveys.models import (
    Survey,
    SurveyBinding,
    SurveyInvitation,
    SurveyItem,
    SurveyResponse,
    SurveyVersion,
)
from bole.foundation.workdays import bank_time
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

State = SurveyInvitation.State


@transaction.atomic
def create(*, owner_id: UUID, body: Mapping[str, Any], now: datetime, library_key: str = "") -> Survey:
    """Begin a survey; InvalidError for a body that cannot be one."""
    permissions.require(actors.current(), policies.BUILD, owner_id)
    made = Survey.objects.create(
        owner_id=owner_id,
        library_key=library_key,
        draft=rules.check_body(body),
        saved_by_id=_user(),
        saved_at=now,
        created_at=now,
    )
    _record(made, "created")
    return made


def take_over(*, owner_id: UUID, library_key: str, now: datetime) -> Survey:
    """Begin a survey with a ready-made body."""
    return create(owner_id=owner_id, body=library.body_of(library_key), now=now, library_key=library_key)


@transaction.atomic
def save_draft(*, survey_id: UUID, body: Mapping[str, Any], expected: int, now: datetime) -> Survey:
    """Keep what was built; published versions stay. ConflictError when somebody else saved meanwhile."""
    survey = _locked(survey_id)
    if survey.saves != expected:
        raise ConflictError("somebody saved it meanwhile", code="lost_race")
    survey.draft, survey.saves = rules.check_body(body), expected + 1
    survey.saved_by_id, survey.saved_at = _user(), now
    survey.save()
    _record(survey, "saved")
    return survey


@transaction.atomic
def publish(*, survey_id: UUID, now: datetime) -> SurveyVersion:
    """Make the draft the version that goes out from now on. The same body twice is one version."""
    survey = _locked(survey_id)
    body = rules.check_body(survey.draft)
    digest = hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    newest = queries.newest(survey)
    if newest is not None and newest.sha256 == digest:
        return newest
    made = SurveyVersion.objects.create(
        survey=survey,
        number=newest.number + 1 if newest else 1,
        body=body,
        sha256=digest,
        published_by_id=_user(),
        published_at=now,
    )
    _record(survey, "published", {"number": made.number, "sha256": digest[:16]})
    return made


@transaction.atomic
def bind(*, survey_id: UUID, place_id: UUID, event: str, delay_minutes: int, now: datetime) -> SurveyBinding:
    """Send the survey after an event at a unit and beneath it; doing it again replaces the delay."""
    survey = _locked(survey_id)
    permissions.require(actors.current(), policies.BUILD, place_id)
    rules.check_event(event, delay_minutes)
    if queries.newest(survey) is None:
        raise ConflictError("publish it first", code="survey_unpublished")
    bound, _ = SurveyBinding.objects.update_or_create(
        survey=survey,
        place_id=place_id,
        event=event,
        defaults={"delay_minutes": delay_minutes, "set_by_id": _user(), "set_at": now},
    )
    _record(survey, "bound", {"event": event, "delay": delay_minutes})
    return bound


@transaction.atomic
def unbind(*, binding_id: UUID) -> None:
    """It no longer goes out there; what was sent can still be answered."""
    bound = SurveyBinding.objects.select_for_update().filter(pk=binding_id).first()
    if bound is None:
        raise NotFoundError("no such binding")
    survey = _locked(bound.survey_id)
    permissions.require(actors.current(), policies.BUILD, bound.place_id)
    _record(survey, "unbound", {"event": bound.event})
    bound.delete()


@transaction.atomic
def invite(
    *,
    binding: SurveyBinding,
    subject: str,
    occasion: str,
    unit_id: UUID,
    group: str,
    things: Sequence[Mapping[str, Any]],
    language: str,
    now: datetime,
) -> SurveyInvitation | None:
    """Note that somebody is to be asked, at ``send_at`` of the row; None when it was noted before."""
    version = queries.newest(binding.survey)
    if version is None:
        return None
    row = SurveyInvitation(
        id=new_id(),
        unit_id=unit_id,
        version=version,
        survey=binding.survey,
        subject=subject,
        occasion=occasion,
        event=binding.event,
        group=group,
        things=[dict(thing) for thing in things],
        language=language,
        send_at=now + timedelta(minutes=binding.delay_minutes),
    )
    row.token_hash = queries.hashed(queries.token_of(row))
    known = SurveyInvitation.objects.filter(survey=binding.survey, subject=subject, occasion=occasion)
    if known.exists():
        return None
    made = SurveyInvitation.objects.bulk_create([row], ignore_conflicts=True)
    return made[0] if SurveyInvitation.objects.filter(pk=row.pk).exists() else None


@transaction.atomic
def mark_sent(*, invitation_id: UUID, now: datetime) -> SurveyInvitation | None:
    """The link goes out now; None when it went before or was dropped. Repeatable."""
    row = SurveyInvitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None or row.state != State.WAITING:
        return None
    row.state, row.sent_at, row.expires_at = State.SENT, now, now + rules.OPEN_FOR
    row.save(update_fields=["state", "sent_at", "expires_at"])
    return row


@transaction.atomic
def drop(*, invitation_id: UUID) -> None:
    """There is nobody to send it to any more."""
    rows = SurveyInvitation.objects.filter(pk=invitation_id, state=State.WAITING)
    rows.update(state=State.DROPPED)


@transaction.atomic
def take_sheet(*, invitation_id: UUID, given: Mapping[str, str], now: datetime) -> SurveyResponse:
    """Keep an answered sheet, once. InvalidError names missing fields; ConflictError (``survey_closed``).

    For a system scope: whoever holds the link may answer it. Of an anonymous survey nothing that is kept
    joins the sheet to the invitation.
    """
    row = (
        SurveyInvitation.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(pk=invitation_id)
    )
    if not queries.open_until(row, now):
        raise ConflictError("it was answered, or its time is over", code="survey_closed")
    answers = rules.read_answers(row.version.body, row.things, given)
    sheet = SurveyResponse.objects.create(
        unit_id=row.unit_id,
        version=row.version,
        invitation=None if row.version.body["anonymous"] else row,
        group=row.group,
        answered_on=bank_time.today(now),
    )
    versions = {thing["key"]: str(thing.get("version", "")) for thing in row.things}
    for one in answers:
        SurveyItem.objects.create(
            unit_id=row.unit_id,
            response=sheet,
            question_key=one.question,
            thing=one.thing,
            thing_version=versions.get(one.thing, ""),
            value=one.value,
            text=one.text,
        )
    row.state = State.ANSWERED
    row.save(update_fields=["state"])
    return sheet


def sheet_of(row: SurveyInvitation) -> list[tuple[str, dict[str, Any], str]]:
    """What is asked of this person, in order: (name of the field, question, key of the thing or empty)."""
    return rules.sheet(row.version.body, row.things)


def ready_made() -> dict[str, dict[str, Any]]:
    """The library's surveys: key → body."""
    return library.ready_made()


def _locked(survey_id: UUID) -> Survey:
    survey = Survey.objects.select_for_update(of=("self",)).filter(pk=survey_id).first()
    if survey is None:
        raise NotFoundError("no such survey")
    permissions.require(actors.current(), policies.BUILD, survey.owner_id)
    return survey


def _user() -> UUID | None:
    actor = actors.current()
    if actor.kind not in {"user", "system"}:
        raise InvalidError("a person of the bank builds surveys")
    return actor.id


def _record(survey: Survey, what: str, details: Mapping[str, Any] | None = None) -> None:
    audit.record(
        verb=f"surveys.survey.{what}", obj=("survey", survey.pk), unit_id=survey.owner_id, details=details
    )
