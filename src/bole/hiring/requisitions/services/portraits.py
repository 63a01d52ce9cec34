"""Writes of head office's portraits: built together, signed by a second person, never changed afterwards."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.access.models import User
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.kinds import Decision
from bole.foundation.org import queries as org
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import checks, jobfile, library, policies, queries, rules
from bole.hiring.requisitions.jobfile import Competency, Exercise, Job
from bole.hiring.requisitions.models import JobPortrait
from bole.hiring.requisitions.services import following, signed
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.measurement import api as measurement

KIND = "requisitions.portrait"
State, Source = JobPortrait.State, JobPortrait.Source
FURTHEST = 366  # days ahead a portrait may begin
SHORTEST_WORDS = 4  # characters of a reason


@transaction.atomic
def begin(*, job_key: str, now: datetime) -> JobPortrait:
    """A draft on what is in force; the open one where there is one."""
    user = _builder()
    following.hold_job(job_key)
    known = queries.draft(job_key)
    if known is not None:
        return known
    standing = queries.in_force(job_key, bank_time.today(now))
    confirmed = standing.row is not None and standing.row.confirmed_at is not None
    job = standing.job.confirmed() if confirmed else standing.job
    return _new(job, user, now, based_on=standing.number)


@transaction.atomic
def save(*, portrait_id: UUID, job: Job, note: str = "", revision: int, now: datetime) -> JobPortrait:
    """Keep the draft. ConflictError for the second of two editors; InvalidError names what cannot be."""
    user, row = _builder(), _draft(portrait_id, revision)
    checks.check_job(job, row.job_key)
    row.body, row.note = jobfile.to_raw(job), note.strip()[:500]
    row.edited_by, row.edited_at, row.revision = user, now, row.revision + 1
    row.sha256 = rules.fingerprint(row.body)
    row.save(update_fields=["body", "note", "edited_by", "edited_at", "revision", "sha256"])
    _record(row, "saved")
    return row


def add_dimension(
    *, portrait_id: UUID, key: str, share: Decimal, revision: int, now: datetime
) -> JobPortrait:
    """Add a competency of the library worth ``share``; the others keep their proportions within the rest."""
    job = queries.job_of(queries.get_portrait(portrait_id))
    weights = rules.with_dimension(job.weights, key, share)
    old = {one.key: one for one in job.competencies}
    competencies = tuple(
        Competency(k, old[k].label, w, old[k].origin, "bank")
        if k in old
        else Competency(k, checks.label_of(k), w)
        for k, w in weights.items()
    )
    return save(
        portrait_id=portrait_id, job=replace(job, competencies=competencies), revision=revision, now=now
    )


def attach_exercise(
    *, portrait_id: UUID, key: str, within: str, question: str, revision: int, now: datetime
) -> JobPortrait:
    """A scene without a weight of its own: its question is asked, and counts in the competency ``within``.
    The weights stay as they are; the same scene again takes the other's place."""
    job = queries.job_of(queries.get_portrait(portrait_id))
    asked = job.questions or measurement.guide_questions(job.guide)
    scene = Exercise(key, checks.label_of(key), within, question)
    changed = replace(
        job,
        exercises=(*(one for one in job.exercises if one.key != key), scene),
        questions=asked if question in asked else (*asked, question),
    )
    if changed.questions == measurement.guide_questions(job.guide):
        changed = replace(changed, questions=job.questions)
    return save(portrait_id=portrait_id, job=changed, revision=revision, now=now)


@transaction.atomic
def exchange_question(*, job_key: str, old: str, new: str, now: datetime) -> JobPortrait:
    """A draft that asks another question in one's place. Interviews that run keep theirs."""
    if queries.draft(job_key) is not None:
        raise ConflictError("another draft of this portrait is open", code="draft_open")
    row = begin(job_key=job_key, now=now)
    job = queries.job_of(row)
    asked = job.questions or measurement.guide_questions(job.guide)
    if old not in asked or new in asked:
        raise InvalidError("no such exchange", fields={"question": "unknown"})
    swapped = tuple(new if key == old else key for key in asked)
    note = f"{old} → {new}"
    return save(
        portrait_id=row.pk, job=replace(job, questions=swapped), note=note, revision=row.revision, now=now
    )


@transaction.atomic
def import_file(*, job_key: str, text: str, now: datetime) -> JobPortrait:
    """A draft from a job file. JobFileError names each fault and its line; an open draft is replaced."""
    user, job = _builder(), jobfile.read(text)
    checks.check_job(job, job_key)
    following.hold_job(job_key)
    row = queries.draft(job_key)
    if row is None:
        base = queries.in_force(job_key, bank_time.today(now)) if job_key in queries.job_keys() else None
        return _new(job, user, now, based_on=base.number if base else None, source=Source.FILE)
    row.source = Source.FILE
    row.save(update_fields=["source"])
    return save(portrait_id=row.pk, job=job, note=row.note, revision=row.revision, now=now)


@transaction.atomic
def submit(*, portrait_id: UUID, effective_on: date, revision: int, now: datetime) -> JobPortrait:
    """Hand the draft to a second person; who does so signs as its author. It cannot be changed while it
    waits."""
    user, row = _builder(), _draft(portrait_id, revision)
    today = bank_time.today(now)
    if not 0 <= (effective_on - today).days <= FURTHEST:
        raise InvalidError("it begins today or within a year", fields={"effective_on": "out_of_range"})
    job = queries.job_of(row)
    checks.check_job(job, row.job_key)
    if row.based_on and jobfile.to_raw(queries.version(row.job_key, row.based_on).job) == row.body:
        raise InvalidError("nothing differs from the version in force", code="nothing_changed")
    row.state, row.answer, row.author = State.WAITING, "", user
    row.save(update_fields=["state", "answer", "author"])
    approvals.propose(
        kind=KIND,
        unit_id=root_id(),
        obj=("job_portrait", row.pk),
        title={"zh": f"岗位画像：{job.title['zh']}", "en": f"Job portrait: {job.title['en']}"},
        payload={"body": row.body, "effective_on": effective_on.isoformat()},
        reason=row.note,
        now=now,
    )
    return row


@transaction.atomic
def drop(*, portrait_id: UUID, now: datetime) -> JobPortrait:
    """Give a draft up; the row stays for the trail."""
    _builder()
    row = signed.locked(JobPortrait, portrait_id)
    signed.drop(row, now)
    _record(row, "dropped")
    return row


@transaction.atomic
def confirm(*, job_key: str, number: int, now: datetime) -> JobPortrait:
    """Head office says that what bole proposed in this version shall be so. Once."""
    permissions.require(actors.current(), policies.CONFIRM, root_id())
    following.hold_job(job_key)
    standing = queries.version(job_key, number)
    row = standing.row or keep_library(job_key, now)
    row = JobPortrait.objects.select_for_update().get(pk=row.pk)
    if row.confirmed_at:
        raise ConflictError("this was confirmed before", code="already_decided")
    row.confirmed_by_id, row.confirmed_at = actors.current().id, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(row, "confirmed")
    return row


def approved(decision: Decision) -> None:
    """The second person signed: the version gets its number and, on its day, takes effect."""
    row = signed.waiting(JobPortrait, decision)
    following.hold_job(row.job_key)
    if row.job_key in library.keys():  # noqa: SIM118  not a dictionary
        keep_library(row.job_key, decision.now)
    today = bank_time.today(decision.now)
    row.number = following.next_number(row.job_key)
    row.state, row.decided_by_id = State.APPROVED, decision.decider_id
    row.decided_at, row.answer = decision.now, decision.note
    row.effective_on = max(date.fromisoformat(decision.payload["effective_on"]), today)
    row.save(update_fields=["number", "state", "decided_by", "decided_at", "answer", "effective_on"])
    _record(row, "approved")
    if row.effective_on <= today:
        following.follow(job_key=row.job_key, now=decision.now)
    else:
        following.later(row)


def sent_back(decision: Decision) -> None:
    """Refused or taken back: a draft again, with the answer."""
    row = signed.waiting(JobPortrait, decision)
    signed.send_back(row, decision)
    _record(row, "sent_back")


def keep_library(job_key: str, now: datetime) -> JobPortrait:
    """The library's job as a row, so that the trail begins with it."""
    known = JobPortrait.objects.filter(job_key=job_key, source=Source.LIBRARY).first()
    if known is not None:
        return known
    job = library.job(job_key)
    body = jobfile.to_raw(job)
    return JobPortrait.objects.create(
        job_key=job_key,
        number=job.version,
        state=State.APPROVED,
        source=Source.LIBRARY,
        body=body,
        sha256=rules.fingerprint(body),
        created_at=now,
        edited_at=now,
        decided_at=now,
        effective_on=date(2000, 1, 1),  # before any day a bank can ask about
    )


def person() -> UUID:
    """Who acts, where only a person may."""
    actor = actors.current()
    if actor.kind != "user" or actor.id is None:
        raise NotFoundError("no such account")
    return actor.id


def root_id() -> UUID:
    """The head office."""
    return org.head_office().pk


def _new(
    job: Job, user: User, now: datetime, *, based_on: int | None, source: str = Source.CONSOLE
) -> JobPortrait:
    body = jobfile.to_raw(job)
    row = JobPortrait.objects.create(
        job_key=job.key,
        source=source,
        based_on=based_on,
        body=body,
        sha256=rules.fingerprint(body),
        author=user,
        edited_by=user,
        created_at=now,
        edited_at=now,
    )
    _record(row, "begun")
    return row


def _builder() -> User:
    permissions.require(actors.current(), policies.DRAFT, root_id())
    return User.objects.get(pk=person())


def _draft(portrait_id: UUID, revision: int) -> JobPortrait:
    row = signed.locked(JobPortrait, portrait_id)
    signed.check_draft(row, revision)
    return row


def _record(row: JobPortrait, what: str) -> None:
    signed.record(row, "portrait", what, unit_id=root_id(), key=("job", row.job_key))
