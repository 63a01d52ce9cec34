"""Ask for an interview, create it at the engine, take its result."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation import queue
from bole.foundation.access import permissions
from bole.foundation.audit import services as audit
from bole.foundation.queue import timers
from bole.hiring.engines import configured, policies, rules
from bole.hiring.engines.models import ForeignCard, ForeignInterview, SeenDelivery
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.ports.errors import PortError
from bole.ports.interview_engine import EngineRequest, EngineResult

CREATE = "engines.create"
POLL = "engines.poll"
State = ForeignInterview.State


@transaction.atomic
def ask(*, application_id: UUID, engine: str, now: datetime) -> ForeignInterview:
    """Ask an engine for an interview. Asking again while one waits gives that one."""
    application = pipeline.get(application_id)
    person = permissions.require_person(policies.ASK, application.unit_id)
    job = application.requisition.job_key
    if engine not in {one.key for one in configured.for_job(job)}:
        raise InvalidError("not an engine for this job", fields={"engine": "unknown"})
    if pipeline.is_closed(application):
        raise ConflictError("the application has ended", code="application_closed")
    waiting = ForeignInterview.objects.filter(
        application=application, engine=engine, state__in=rules.WAITING
    ).first()
    if waiting is not None:
        return waiting
    made = ForeignInterview.objects.create(
        unit_id=application.unit_id,
        candidate_id=application.candidate_id,
        application=application,
        engine=engine,
        portrait=application.requisition.portrait,
        asked_by_id=person,
        asked_at=now,
        closes_at=now + rules.OPEN_FOR,
    )
    _record(made, "asked", engine=engine)
    queue.defer(CREATE, interview_id=made.pk, unit_id=made.unit_id)
    return made


def create(*, interview_id: UUID, now: datetime) -> ForeignInterview:
    """Create it at the engine. Repeatable: the reference makes it one; a failure that may pass is raised."""
    found = _get(interview_id)
    if found.state != State.ASKED:
        return found
    labels = found.portrait.get("labels", {})
    request = EngineRequest(
        reference=str(found.pk),
        job=str(found.portrait["key"]),
        language=found.candidate.language,
        competencies={
            key: str((labels.get(key) or {}).get("zh", key)) for key in sorted(found.portrait["weights"])
        },
        closes_at=found.closes_at,
    )
    try:
        ticket = configured.engine(found.engine).engine.create(request)
    except PortError as error:
        if error.retryable:
            raise
        return _end(interview_id, State.FAILED, error.code)
    with transaction.atomic():
        found = _locked(interview_id)
        if found.state == State.ASKED:
            found.state, found.foreign_id, found.link = State.CREATED, ticket.foreign_id, ticket.link
            found.save()
            timers.set(kind=POLL, key=str(found.pk), due_at=now + rules.POLL_EVERY, unit_id=found.unit_id)
            _record(found, "created")
    return found


def poll(*, interview_id: UUID, now: datetime) -> ForeignInterview:
    """Look whether it is done where no callback came; looks again later, until its time is over."""
    found = _get(interview_id)
    if found.state != State.CREATED:
        return found
    engine = configured.engine(found.engine).engine
    said = engine.state(found.foreign_id)
    if said == "done":
        return _take(found, engine.result(found.foreign_id), now)
    if said in {"failed", "expired"} or now >= found.closes_at:
        return _end(interview_id, State.FAILED if said == "failed" else State.EXPIRED, f"engine_{said}")
    timers.set(kind=POLL, key=str(found.pk), due_at=now + rules.POLL_EVERY, unit_id=found.unit_id)
    return found


def receive(*, engine: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ForeignInterview:
    """Take a callback. PortError (``callback_refused``), ConflictError (``engine_replay``, ``engine_late``),
    NotFoundError for an interview this engine was not asked for. For a system scope.
    """
    chosen = configured.engine(engine)
    result = chosen.engine.read_callback(headers, body)
    with transaction.atomic():
        try:
            with transaction.atomic():
                SeenDelivery.objects.create(engine=engine, nonce=result.nonce[:200], seen_at=now)
        except IntegrityError:
            raise ConflictError("this delivery was taken before", code="engine_replay") from None
        found = _referenced(engine, result)
        return _take(found, result, now)


def _referenced(engine: str, result: EngineResult) -> ForeignInterview:
    try:
        reference = UUID(result.reference)
    except ValueError:
        raise NotFoundError("no such interview") from None
    found = ForeignInterview.objects.filter(pk=reference, engine=engine).first()
    if found is None or found.foreign_id not in {"", result.foreign_id}:
        raise NotFoundError("no such interview")
    return found


@transaction.atomic
def _take(found: ForeignInterview, result: EngineResult, now: datetime) -> ForeignInterview:
    """Keep the card; a partial one leaves the interview waiting for the rest."""
    found = _locked(found.pk)
    rules.check_waiting(found.state)
    made = rules.card(result, found.portrait, configured.engine(found.engine).names)
    provenance = {
        "engine": found.engine,
        "engine_version": result.engine_version,
        "foreign_id": result.foreign_id,
        "scale": list(result.scale),
        "conversion": "linear to 0-100",
        "sha256": result.sha256,
        "nonce": result.nonce,
        "finished_at": result.finished_at.isoformat(),
    }
    known = ForeignCard.objects.filter(interview=found).first()
    kept = known or ForeignCard(unit_id=found.unit_id, candidate_id=found.candidate_id, interview=found)
    kept.card, kept.provenance, kept.received_at = made, provenance, now
    kept.save()
    if not result.partial:
        found.state, found.done_at = State.DONE, now
        found.save(update_fields=["state", "done_at"])
        timers.cancel(kind=POLL, key=str(found.pk))
    _record(found, "result_taken", partial=result.partial)
    return found


@transaction.atomic
def _end(interview_id: UUID, state: str, code: str) -> ForeignInterview:
    found = _locked(interview_id)
    if found.state in rules.WAITING:
        found.state, found.error_code = state, code[:40]
        found.save(update_fields=["state", "error_code"])
        timers.cancel(kind=POLL, key=str(found.pk))
        _record(found, "ended", reason=code)
    return found


def _get(interview_id: UUID) -> ForeignInterview:
    found = ForeignInterview.objects.filter(pk=interview_id).select_related("candidate").first()
    if found is None:
        raise NotFoundError("no such interview")
    return found


def _locked(interview_id: UUID) -> ForeignInterview:
    found = ForeignInterview.objects.select_for_update(of=("self",)).filter(pk=interview_id).first()
    if found is None:
        raise NotFoundError("no such interview")
    return found


def _record(found: ForeignInterview, what: str, **details: object) -> None:
    audit.record(
        verb=f"hiring.engines.interview.{what}",
        obj=("foreign_interview", found.pk),
        unit_id=found.unit_id,
        details=details,
    )
