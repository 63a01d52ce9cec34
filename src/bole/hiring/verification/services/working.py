"""The checks at work: what may begin begins, sources are asked, late ones are told of, results are taken."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from bole.foundation import queue
from bole.foundation.privacy import queries as privacy
from bole.foundation.queue import timers
from bole.hiring.candidates import queries as candidates
from bole.hiring.verification import configured, consents, library
from bole.hiring.verification.models import Check, SeenDelivery, Verification
from bole.hiring.verification.rules import deciding, machine, planning
from bole.hiring.verification.services import judging, permitting, settling, steps, telling
from bole.kernel.errors import ConflictError, NotFoundError
from bole.ports.errors import PortError
from bole.ports.verification import CheckRequest, SourceBusyError, SourceResult, Ticket

POLL_EVERY = timedelta(hours=1)  # how often a question that waits for a callback is looked at


def go_on(found: Verification, now: datetime) -> None:
    """Begin what may begin, then see what has become of the whole."""
    while True:
        checks = list(Check.objects.filter(verification=found).order_by("position"))
        orders = planning.next_orders([(one.order, one.gate, one.state) for one in checks])
        begun = [one for one in checks if one.state == machine.PENDING and one.order in orders]
        if not begun:
            break
        for check in begun:
            check.verification = found
            _begin(check, now)
    settling.look(found, now)


def _begin(check: Check, now: datetime) -> None:
    """Ask the source, or give it to a person: never nothing."""
    planned = library.from_json(check.verification.plan).of(check.kind)
    assert planned is not None
    check.started_at = now
    check.due_at = steps.working_days(check.verification, planned.working_days, now)
    source = configured.sources().get(check.source)
    timers.set(kind=steps.LATE, key=str(check.pk), due_at=check.due_at, unit_id=check.unit_id)
    if source is None or check.kind not in source.source.kinds:
        check.code = "no_source"
    elif not check.claimed and check.kind not in {"identity", "conduct"}:
        check.code = "no_claims"
    else:
        check.next_try_at = now
        steps.enter(check, "begin", now, source=check.source)
        queue.defer(steps.SEND, check_id=check.pk, unit_id=check.unit_id)
        return
    steps.enter(check, "by_hand", now, code=check.code)


def send(*, check_id: UUID, now: datetime) -> Check:
    """Ask the source, or look whether it has answered. Outside a transaction: the row is not held meanwhile.

    A failure that may pass is tried again later, by a timer; any other one gives the check to a person.
    """
    check = _asked(check_id)
    if check is None:
        return Check.objects.get(pk=check_id)
    source = configured.source(check.source).source
    try:
        if check.foreign_id:
            return _took(check_id, Ticket(check.foreign_id, source.result(check.foreign_id)), now)
        return _took(check_id, source.submit(_request(check, source.needs_person)), now)
    except PortError as error:
        return _failed(check_id, error, now)


def _asked(check_id: UUID) -> Check | None:
    """The check, if it is still to be asked and the person's consent holds at this moment."""
    check = Check.objects.select_related("verification").filter(pk=check_id).first()
    if check is None:
        raise NotFoundError("no such check")
    if check.state not in machine.SENT or check.verification.settled_at is not None:
        return None
    known = privacy.consents(check.candidate_id, about_id=check.verification_id)
    decision = known.get(consents.purpose(check.kind))
    return check if decision is not None and decision.holds else None


def _request(check: Check, needs_person: bool) -> CheckRequest:
    name = candidates.get(check.candidate_id).name if needs_person else ""
    number = (check.verification.id_number or "") if needs_person else ""
    claims = check.claimed if needs_person else {"employer": check.claimed.get("employer", "")}
    return CheckRequest(str(check.pk), check.kind, name, number, claims)  # type: ignore[arg-type]  # of KINDS


@transaction.atomic
def _took(check_id: UUID, ticket: Ticket, now: datetime) -> Check:
    check = steps.locked_check(check_id)
    if check.state not in machine.SENT:
        return check
    if not check.foreign_id:
        check.foreign_id, check.charged_at = ticket.foreign_id[:200], now
        steps.note(check.verification, "taken", now, check=check, cost=check.cost_fen)
    check.attempts, check.error_code = 0, ""
    if ticket.result is not None:
        check.save()
        return _result(check, ticket.result, now)
    _again(check, now, POLL_EVERY)
    return check


@transaction.atomic
def _failed(check_id: UUID, error: PortError, now: datetime) -> Check:
    check = steps.locked_check(check_id)
    if check.state not in machine.SENT:
        return check
    check.attempts, check.error_code = check.attempts + 1, error.code[:40]
    if not error.retryable:
        check.code = error.code[:40]
        steps.enter(check, "by_hand", now, code=check.code)
        settling.look(check.verification, now)
        return check
    after = error.after if isinstance(error, SourceBusyError) else None
    if check.attempts == 1:
        steps.note(check.verification, "not_reached", now, check=check, code=error.code)
    _again(check, now, deciding.back_off(check.attempts, after))
    return check


def _again(check: Check, now: datetime, wait: timedelta) -> None:
    check.next_try_at = now + wait
    check.save()
    timers.set(kind=steps.TRY, key=str(check.pk), due_at=check.next_try_at, unit_id=check.unit_id)


@transaction.atomic
def late(*, check_id: UUID, now: datetime) -> bool:
    """The service level is over: say so once to who answers for it. The source is asked on. False when it is
    answered."""
    check = steps.locked_check(check_id)
    if check.state not in machine.BUSY or check.stalled_at is not None:
        return False
    check.stalled_at = now
    if machine.may(check.state, "late"):
        steps.enter(check, "late", now, attempts=check.attempts, code=check.error_code)
        if check.next_try_at:  # ``enter`` keeps the clock of what is still asked
            timers.set(kind=steps.TRY, key=str(check.pk), due_at=check.next_try_at, unit_id=check.unit_id)
    else:
        check.save()
        steps.note(check.verification, "late_by_hand", now, check=check)
    telling.staff(check.verification, "check-stalled", now, f"late {check.position}")
    return True


def receive(*, source: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Check:
    """Take a callback. PortError (``callback_refused``), ConflictError (``source_replay``, ``source_late``),
    NotFoundError for a check this source was not asked for. For a system scope."""
    result = configured.source(source).source.read_callback(headers, body)
    with transaction.atomic():
        try:
            with transaction.atomic():
                SeenDelivery.objects.create(source=source, nonce=result.nonce[:200], seen_at=now)
        except IntegrityError:
            raise ConflictError("this delivery was taken before", code="source_replay") from None
        check = steps.locked_check(_referenced(source, result))
        if check.verification.settled_at is not None or not machine.may(check.state, "agrees"):
            raise ConflictError("no answer is waited for any more", code="source_late")
        if not _consent_holds(check):
            raise ConflictError("the person took the consent back", code="source_late")
        if not check.foreign_id:
            check.foreign_id, check.charged_at = result.foreign_id[:200], now
            check.save()
        return _result(check, result, now)


def _consent_holds(check: Check) -> bool:
    known = privacy.consents(check.candidate_id, about_id=check.verification_id)
    decision = known.get(consents.purpose(check.kind))
    return decision is not None and decision.holds


def _referenced(source: str, result: SourceResult) -> UUID:
    with suppress(ValueError):
        found = Check.objects.filter(pk=UUID(result.reference), source=source).first()
        if found is not None and found.foreign_id in {"", result.foreign_id}:
            return found.pk
    raise NotFoundError("no such check")


def _result(check: Check, result: SourceResult, now: datetime) -> Check:
    judging.take(
        check,
        judging.Result(
            verdict=result.verdict,
            facts=result.facts,
            provenance={
                "source": check.source,
                "version": result.source_version,
                "sha256": result.sha256,
                "nonce": result.nonce,
                "finished_at": result.finished_at.isoformat(),
            },
        ),
        now,
    )
    go_on(check.verification, now)
    return check


@transaction.atomic
def take_by_hand(*, check_id: UUID, now: datetime) -> Check:
    """Somebody of HR does not wait any longer for a source. What it says later is refused."""
    check = steps.locked_check(check_id)
    permitting.work(check.verification)
    if check.state == machine.MANUAL:
        return check
    check.code = "taken_over"
    steps.enter(check, "by_hand", now, code=check.code)
    settling.look(check.verification, now)
    return check


def cancel(*, check_id: UUID) -> None:
    """Tell a source to stop. A source that forgot the question already is no failure."""
    check = Check.objects.filter(pk=check_id).first()
    if check is not None and check.foreign_id and check.source in configured.sources():
        configured.source(check.source).source.cancel(check.foreign_id)
