"""Invitation, its link, and who of the bank looks after it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.messaging import queries as messages
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.foundation.workdays import queries as workdays
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import library, notices, policies, rules
from bole.hiring.interviews.events import InterviewInvited
from bole.hiring.interviews.models import Answer, Interview, InterviewAssignment
from bole.hiring.interviews.services import personal as drafting
from bole.hiring.interviews.services import reminding, steps, telling
from bole.hiring.pipeline import queries as pipeline_queries
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

KIND = "ai_interview"
LANGUAGE_OF = {"zh": "zh-hans", "en": "en"}
LIVING = (Interview.State.INVITED, Interview.State.OPENED, Interview.State.IN_PROGRESS)


@transaction.atomic
def invite(
    *,
    application_id: UUID,
    opens_at: datetime,
    closes_at: datetime,
    language: str | None = None,
    accommodations: Mapping[str, Any] | None = None,
    personal: Sequence[str] | None = None,
    batch_id: UUID | None = None,
    zone: str | None = None,
    now: datetime,
) -> tuple[Interview, str]:
    """Invite an applicant. Returns the interview and the link's token, which is stored nowhere.

    The guide is frozen here. ``personal``: ids of the proposed questions from the résumé that HR left
    standing (``queries.personal_proposals``); None leaves the choice to the rules. An application not yet in
    the AI interview stage is advanced to it by the actor. ``batch_id``: the bulk run it belongs to.
    ``zone``: where the candidate is (IANA), for the times he is told; empty for the bank's, None for what is
    known of him.
    """
    application = pipeline_queries.get(application_id)
    permissions.require(actors.current(), policies.INVITE, application.unit_id)
    rules.check_window(opens_at, closes_at, now)
    check_notice(application.unit_id, opens_at, now)
    _bring_to_the_stage(application, now)
    # two invitations at once, of a person or the process: the second sees the first
    pipeline.lock(application_id)
    if Interview.objects.filter(application_id=application_id, state__in=LIVING).exists():
        raise ConflictError("an invitation is open already", code="already_invited")
    interview = _drafted(application, language, _accommodations(accommodations), now)
    interview.zone = _known_zone(interview) if zone is None else telling.check_zone(zone)
    drafting.draft(interview, personal, now)
    interview.question_count = len(interview.questions)
    token = telling.token_of(interview)
    interview.token_hash, interview.opens_at, interview.closes_at = telling.hashed(token), opens_at, closes_at
    interview.save(force_insert=True)
    Answer.objects.bulk_create(_answers(interview))
    _send(interview, now, batch_id)
    events.publish(InterviewInvited(interview.pk, application_id, interview.unit_id))
    steps.record(
        interview,
        "invited",
        details={
            "application": application_id,
            "guide": interview.guide["sha256"],
            "personal": len(interview.beside or ()),
            "personal_by": interview.personal_by,
        },
    )
    steps.tell(interview)
    return interview, token


def _bring_to_the_stage(application: Any, now: datetime) -> None:
    """Into the AI interview, whatever the process calls it, by the actor's own right."""
    stage = pipeline_queries.stage_of_kind(application, KIND)
    if stage is None:
        raise ConflictError("this process has no AI interview", code="wrong_stage")
    if application.stage != stage:
        pipeline.advance(
            application_id=application.pk,
            to=stage,
            actor=actors.current(),
            reason="invited",
            expected_version=application.version,
            now=now,
        )


@transaction.atomic
def renew(*, interview_id: UUID, closes_at: datetime, now: datetime) -> tuple[Interview, str]:
    """A new link and a later end; the old link is dead from now on."""
    interview = steps.locked_for_user(interview_id, policies.INVITE)
    if interview.state not in {*LIVING, Interview.State.EXPIRED}:
        raise ConflictError("the interview has ended", code="interview_" + interview.state)
    rules.check_window(interview.opens_at, closes_at, now)
    interview.link_serial += 1
    token = telling.token_of(interview)
    interview.token_hash, interview.closes_at = telling.hashed(token), closes_at
    if interview.state == Interview.State.EXPIRED:
        interview.state = Interview.State.OPENED if interview.consented_at else Interview.State.INVITED
    interview.save(update_fields=["token_hash", "link_serial", "closes_at", "state"])
    _send(interview, now)
    steps.record(interview, "renewed", fields=["closes_at"])
    steps.tell(interview)
    return interview, token


def find_by_token(token: str) -> Interview:
    """The interview a link belongs to; NotFoundError for any other string. Opens nothing by itself.

    Reads across units, because the link is all there is to know yet.
    """
    with actors.system_scope("invitation link"):
        found = (
            Interview.objects.select_related("unit", "candidate")
            .filter(token_hash=telling.hashed(token))
            .first()
        )
    if found is None:  # of who asked to be erased not even the hash of the link is left
        raise NotFoundError("no such invitation")
    return found


@transaction.atomic
def assign(*, interview_id: UUID, user_id: UUID, now: datetime) -> InterviewAssignment:
    """Let somebody who may watch interviews of this unit watch and rate this one. Twice is once."""
    interview = steps.locked_for_user(interview_id, policies.ASSIGN)
    chosen = access.actor_of_account(user_id)
    if chosen is None or not permissions.allowed(chosen, policies.WATCH, interview.unit_id):
        raise InvalidError("not an interviewer of this unit", fields={"owner": "not_allowed"})
    assignment, made = InterviewAssignment.objects.get_or_create(
        interview=interview, user_id=user_id, defaults={"unit_id": interview.unit_id, "assigned_at": now}
    )
    if made:
        steps.record(interview, "assigned", details={"user": user_id})
    return assignment


@transaction.atomic
def unassign(*, interview_id: UUID, user_id: UUID, assigned_at: datetime) -> bool:
    """Take back the right that was given at that moment; one he had before, or was given since, stays. False
    when there is none."""
    interview = steps.locked_for_user(interview_id, policies.ASSIGN)
    known = InterviewAssignment.objects.filter(interview=interview, user_id=user_id, assigned_at=assigned_at)
    if not known.delete()[0]:
        return False
    steps.record(interview, "unassigned", details={"user": user_id})
    return True


def _known_zone(interview: Interview) -> str:
    """As somebody said for an earlier interview, else as the country of the telephone number says."""
    earlier = Interview.objects.filter(candidate_id=interview.candidate_id).exclude(zone="")
    said = earlier.order_by("-created_at").values_list("zone", flat=True).first()
    told = said or messages.zone_of(candidates.contact(interview.candidate_id).phone)
    return "" if told == bank_time.zone().key else told


def _accommodations(given: Mapping[str, Any] | None) -> dict[str, Any]:
    wished = given or {}
    extra = rules.check_accommodations(float(wished.get("extra_time", 1.0)))
    return {"extra_time": extra, "typed": bool(wished.get("typed", False))}


def _drafted(
    application: Any, language: str | None, accommodations: dict[str, Any], now: datetime
) -> Interview:
    requisition = application.requisition
    guide = library.snapshot(requisition.guide_key, requisition.portrait.get("questions", ()))
    contact = candidates.contact(application.candidate_id)
    return Interview(
        unit_id=application.unit_id,
        candidate_id=application.candidate_id,
        application=application,
        about=_about(application),
        portrait=requisition.portrait,
        guide=guide,
        language="en" if (language or contact.language).startswith("en") else "zh",
        accommodations=accommodations,
        mode=Interview.Mode.TYPED if accommodations["typed"] else Interview.Mode.VIDEO,
        law=settings.LAW,
        offered_channels=list(rules.permitted(requisition.channels, settings.LAW)),
        created_at=now,
    )


def _about(application: Any) -> dict[str, Any]:
    """Who asks, for what: frozen, because a candidate sees no other row of the bank."""
    unit, bank = application.unit, org.root() or application.unit
    job = application.requisition
    return {
        "bank": {"zh": bank.name_zh, "en": bank.name_en},
        "unit": {"zh": unit.name_zh, "en": unit.name_en},
        "job": {"zh": job.title_zh, "en": job.title_en},
        "requirements": _requirements(job.portrait["labels"]),
        "job_key": job.job_key,
    }


def _requirements(labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What the job asks for, in the words of its portrait."""
    return {
        "zh": "、".join(label["zh"] for label in labels.values()),
        "en": ", ".join(label["en"] for label in labels.values()),
    }


def _answers(interview: Interview) -> list[Answer]:
    kind = Answer.Kind.TYPED if interview.mode == Interview.Mode.TYPED else Answer.Kind.VIDEO
    return [drafting.answer_to(interview, question, kind) for question in interview.questions]


def _send(interview: Interview, now: datetime, batch_id: UUID | None = None) -> None:
    """The message with the link, and the timer that ends the window."""
    language = interview.language
    telling.tell(
        interview,
        "invitation",
        {
            **telling.greeting(interview),
            "link": telling.link_of(interview),
            "opens_at": telling.moment(interview.opens_at, language, interview.zone),
            "closes_at": telling.moment(interview.closes_at, language, interview.zone),
            "minutes": str(minutes_of(interview)),
            "requirements": interview.about["requirements"][language],
            "notes": "\n".join([interview.guide["notes"][language], *_law_lines(interview)]),
        },
        now=now,
        occasion=f"link {interview.link_serial}",
        batch_id=batch_id,
    )
    timers.set(
        kind=steps.WINDOW_CLOSES,
        key=str(interview.pk),
        due_at=interview.closes_at + rules.UPLOAD_GRACE,
        unit_id=interview.unit_id,
    )
    reminding.plan(interview, now)


def earliest_opening(unit_id: UUID, now: datetime) -> date | None:
    """The first day the law mode allows for an invitation sent now; None where it says none."""
    today = bank_time.today(now)
    off = {day for day, special in workdays.special_days(unit_id, today).items() if not special.working}
    return notices.earliest(settings.LAW, today, off)


def first_opening(unit_id: UUID, now: datetime) -> datetime:
    """Now, or the beginning of the first day the law mode allows."""
    first = earliest_opening(unit_id, now)
    return timezone.make_aware(datetime.combine(first, time())) if first else now


def check_notice(unit_id: UUID, opens_at: datetime, now: datetime) -> None:
    """New York: ten business days between the notice, which is the invitation, and the tool's first use."""
    first = earliest_opening(unit_id, now)
    if first is not None and bank_time.today(opens_at) < first:
        raise InvalidError(
            f"the law asks for notice ten business days before: not before {first}",
            fields={"opens_at": "notice_period"},
        )


def _law_lines(interview: Interview) -> list[str]:
    """The law's statements in the invitation's language: the message is the notice. A letter says 您 where
    the pages, which talk, say 你."""
    with translation.override(LANGUAGE_OF.get(interview.language, settings.LANGUAGE_CODE)):
        lines = [f"{one.title}: {one.text}" for one in notices.notices(interview.law)]
    return (
        [line.replace("你", "您").replace(": ", "：") for line in lines]
        if interview.language == "zh"
        else lines
    )


def minutes_of(interview: Interview) -> int:
    """How long the whole interview takes at most, in minutes."""
    seconds = sum(q["think_seconds"] + q["limit_seconds"] for q in interview.questions)
    return max(1, round(float(seconds) * steps.extra_time_of(interview) / 60))
