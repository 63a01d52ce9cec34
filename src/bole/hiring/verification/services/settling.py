"""What has become of the whole: at work, waiting for a person, or clear, and what follows from that."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from bole.foundation import events, queue
from bole.foundation.access import actors
from bole.foundation.access.actors import Actor
from bole.foundation.queue import timers
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.hiring.verification import library
from bole.hiring.verification.events import VerificationSettled
from bole.hiring.verification.models import Check, Doubt, Verification
from bole.hiring.verification.rules import deciding, machine
from bole.hiring.verification.services import steps, telling
from bole.kernel.errors import ConflictError

if TYPE_CHECKING:
    from bole.hiring.pipeline.models import Application

KIND, NEXT = "check", "offer"
LABELS = {"clear": "check:clear", "accepted": "check:accepted"}
State = Verification.State


def look(found: Verification, now: datetime) -> Verification:
    """Move the whole by what its checks and its to-verify list say. Clear goes on by itself."""
    if found.state not in {State.WORK, State.REVIEW, State.TOLD, State.DISPUTE}:
        return found
    rows = Check.objects.filter(verification=found).order_by("position")
    resolutions = list(Doubt.objects.filter(verification=found).values_list("resolution", flat=True))
    standing = deciding.standing([(one.order, one.gate, one.state) for one in rows], resolutions)
    if standing == machine.CLEAR:
        return end(found, _outcome(list(rows)), now)
    told_of_nothing = found.state in {State.TOLD, State.DISPUTE} and not any(
        one.state in machine.RISKS for one in rows
    )
    if told_of_nothing or (standing == machine.WORK and found.state != State.WORK):
        back_to_work(found, now)
    if standing == machine.REVIEW and found.state == State.WORK:
        found.state = machine.move_case(found.state, "risk")
        found.save(update_fields=["state"])
        steps.note(found, "review", now)
        telling.staff(found, "check-waiting", now, f"review {now:%y%m%d%H%M}")
    return found


def back_to_work(found: Verification, now: datetime) -> None:
    """Something is to be found out again: the window of a reply does not run meanwhile."""
    found.state = machine.move_case(found.state, "again")
    stop_reply_clock(found)
    found.told_at = found.reply_due_at = found.reply_left = found.replied_at = None
    found.save()
    resume(found, now)
    steps.note(found, "again", now)


def _outcome(checks: list[Check]) -> str:
    accepted = any(one.state == machine.CLEARED and one.code == "accepted" for one in checks)
    return "accepted" if accepted else "clear"


def end(found: Verification, outcome: str, now: datetime, *, by: Actor | None = None) -> Verification:
    """The end: clear, accepted, adverse or stopped. The identity number is destroyed, retention begins."""
    event = {"clear": "clear", "accepted": "accept", "adverse": "adverse", "stopped": "stop"}[outcome]
    person = by or actors.current()
    found.state = machine.move_case(
        found.state, event, by_person=person.kind == "user" or outcome == "accepted"
    )
    found.settled_at, found.id_number = now, None
    found.decided_by_id = by.id if by else None
    _stop_clocks(found)
    found.save()
    _keep_for(found, now)
    steps.note(found, f"ended_{outcome}", now)
    events.publish(
        VerificationSettled(found.pk, found.application_id, found.candidate_id, found.unit_id, outcome)
    )
    if outcome in LABELS:
        telling.person(found, "check-cleared", now)
        go_to_offer(found, outcome, now, by)
    return found


def go_to_offer(found: Verification, outcome: str, now: datetime, by: Actor | None) -> None:
    """Clear goes on by the process's rule; what a person accepted, that person moves on."""
    resume(found, now)
    application = pipeline.get(found.application_id)
    to = _next_of(application)
    if to is None:
        return
    person = by is not None and by.kind == "user"
    moves.propose(
        application_id=application.pk,
        to=to,
        outcome="hold" if person else "advance",
        report_id=found.pk,
        label=LABELS[outcome],
        now=now,
    )
    if person:
        assert by is not None
        application = pipeline.get(found.application_id)
        moves.advance(
            application_id=application.pk,
            to=to,
            actor=by,
            reason="check_accepted",
            expected_version=application.version,
            report_id=found.pk,
            now=now,
        )


def _next_of(application: "Application") -> str | None:
    """The stage after this one, an offer stage before any other; None where it stands elsewhere by now."""
    if pipeline.process_of(application).stage(application.stage).kind != KIND:
        return None
    ways = pipeline.ways_on(application)
    return next((one.key for one in ways if one.kind == NEXT), ways[0].key if ways else None)


def hold(found: Verification, actor: Actor, now: datetime) -> None:
    """While the person may reply the stage's clock stands still. A hold of somebody else stays his."""
    application = pipeline.get(found.application_id)
    if found.holds or application.held_at is not None or pipeline.is_closed(application):
        return
    moves.hold(
        application_id=application.pk,
        actor=actor,
        reason="waiting_for_candidate",
        expected_version=application.version,
        now=now,
    )
    found.holds = True
    found.save(update_fields=["holds"])


def resume(found: Verification, now: datetime) -> None:
    """Take the application up again, if this had put it on hold and nobody took it up meanwhile."""
    if not found.holds:
        return
    found.holds = False
    found.save(update_fields=["holds"])
    with actors.system_scope("background check", found.unit_id) as machine_itself:
        application = pipeline.get(found.application_id)
        if application.held_at is None or pipeline.is_closed(application):
            return
        with suppress(ConflictError):
            moves.resume_from_hold(
                application_id=application.pk,
                actor=machine_itself,
                expected_version=application.version,
                now=now,
            )


def start_reply_clock(found: Verification, due_at: datetime) -> None:
    """Until then the person may reply."""
    found.reply_due_at, found.reply_left = due_at, None
    timers.set(kind=steps.REPLY, key=str(found.pk), due_at=due_at, unit_id=found.unit_id)


def stop_reply_clock(found: Verification) -> None:
    """The window stands still or is over."""
    timers.cancel(kind=steps.REPLY, key=str(found.pk))


def hold_reply_clock(found: Verification, now: datetime) -> None:
    """A dispute is open: what is left of the window is kept for after it."""
    stop_reply_clock(found)
    if found.reply_due_at is not None:
        found.reply_left = max(found.reply_due_at - now, timedelta())
        found.reply_due_at = None


def _stop_clocks(found: Verification) -> None:
    for kind in (steps.REPLY, steps.CONSENT_DUE, steps.DOUBT_DUE):
        timers.cancel(kind=kind, key=str(found.pk))
    for check in Check.objects.filter(verification=found):
        for kind in (steps.TRY, steps.LATE):
            timers.cancel(kind=kind, key=str(check.pk))


def _keep_for(found: Verification, now: datetime) -> None:
    """Each kind of check has its own time; a timer per check erases what it holds."""
    plan = library.from_json(found.plan)
    for check in Check.objects.filter(verification=found):
        planned = plan.of(check.kind)
        assert planned is not None
        check.erase_at = now + timedelta(days=planned.retention_days)
        check.save(update_fields=["erase_at"])
        timers.set(kind=steps.RETENTION, key=str(check.pk), due_at=check.erase_at, unit_id=check.unit_id)


def stop_checks(found: Verification, now: datetime, *, risks: bool = True) -> None:
    """Whatever is not answered stops; sources are told. Without ``risks`` what was found to differ stays."""
    for check in Check.objects.select_for_update().filter(verification=found):
        check.verification = found
        if not machine.may(check.state, "stops") or (check.state in machine.RISKS and not risks):
            continue
        if check.foreign_id and check.state in machine.SENT:
            queue.defer(steps.CANCEL, check_id=check.pk, unit_id=check.unit_id)
        steps.enter(check, "stops", now)


def stop(*, application_id: UUID, now: datetime) -> Verification | None:
    """The application went another way (it ended, or a person moved it on): what is open here ends."""
    known = Verification.objects.filter(application_id=application_id, settled_at=None).first()
    if known is None:
        return None
    found = steps.locked(known.pk)
    application = pipeline.get(application_id)
    process = pipeline.process_of(application)
    if found.settled_at is not None or process.stage(application.stage).kind == KIND:
        return None
    stop_checks(found, now)
    found.holds = False
    return end(found, "stopped", now)
