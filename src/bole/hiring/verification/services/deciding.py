"""What only a person does: clear a check with a reason, accept, tell the person, answer a dispute, end it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.audit import services as audit
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.hiring.verification import library
from bole.hiring.verification.models import Check, Dispute, Doubt, Verification
from bole.hiring.verification.rules import deciding, machine
from bole.hiring.verification.services import permitting, settling, steps, telling, working
from bole.kernel.errors import ConflictError, InvalidError

State = Verification.State


@transaction.atomic
def clear(*, check_id: UUID, reason: str, now: datetime) -> Check:
    """One difference is no risk by this person's reason; what waited behind it goes on. Twice is once."""
    check = steps.locked_check(check_id)
    if check.state == machine.CLEARED and _mine(check.verification):
        return check
    actor = permitting.decide(check.verification)
    if check.state == machine.CLEARED:
        raise ConflictError("somebody else cleared it", code="lost_race")
    if _open_dispute(check) is not None:
        raise ConflictError("answer the dispute", code="dispute_open")
    text = deciding.text(reason)
    check.code = "accepted"
    steps.enter(check, "clears", now, by_person=True)
    check.verification.reason, check.verification.decided_by_id = text, actor.id
    check.verification.save(update_fields=["reason", "decided_by"])
    working.go_on(check.verification, now)
    return check


@transaction.atomic
def accept(*, verification_id: UUID, reason: str, now: datetime) -> Verification:
    """The risk is accepted with a reason, or nobody waits any longer for what is not answered: every
    difference is cleared, what is open is stopped, the application goes on by this person's act. A second
    click changes nothing."""
    found = steps.locked(verification_id)
    if found.state == State.ACCEPTED and _mine(found):
        return found
    actor = permitting.decide(found)
    text = deciding.text(reason)
    if found.state == State.DISPUTE:
        raise ConflictError("answer the dispute", code="dispute_open")
    settling.stop_checks(found, now, risks=False)
    for check in Check.objects.select_for_update().filter(verification=found):
        check.verification = found
        if check.state in machine.RISKS:
            check.code = "accepted"
            steps.enter(check, "clears", now, by_person=True)
    found.reason = text
    return settling.end(found, "accepted", now, by=actor)


@transaction.atomic
def tell(*, verification_id: UUID, now: datetime) -> Verification:
    """Before anything adverse: the person learns what was found and has so many working days to reply. The
    stage's clock stands still. A second click changes nothing."""
    found = steps.locked(verification_id)
    actor = permitting.decide(found)
    if found.state == State.TOLD:
        return found
    plan = library.from_json(found.plan)
    found.state = machine.move_case(found.state, "told", by_person=True)
    found.told_at, found.replied_at = now, None
    due = steps.working_days(found, plan.reply_working_days, now)
    settling.start_reply_clock(found, due)
    found.save()
    settling.hold(found, actor, now)
    steps.note(found, "told", now, until=due.isoformat())
    telling.person(found, "check-notice", now, f"{now:%y%m%d%H%M}", until=telling.due(found, due))
    return found


@transaction.atomic
def answer(*, dispute_id: UUID, upheld: bool, text: str, now: datetime) -> Dispute:
    """A dispute is right (the check is cleared) or not (the difference stands, the window runs on)."""
    dispute = Dispute.objects.select_related("check_of").filter(pk=dispute_id).first()
    if dispute is None:
        raise InvalidError("no such dispute", fields={"dispute": "unknown"})
    check = steps.locked_check(dispute.check_of_id)
    found = check.verification
    actor = permitting.decide(found)
    dispute = Dispute.objects.select_for_update().get(pk=dispute_id)
    if dispute.upheld is not None:
        return dispute
    dispute.answer = deciding.text(text)
    dispute.upheld, dispute.answered_by_id, dispute.answered_at = upheld, actor.id, now
    dispute.save()
    check.code = "upheld" if upheld else check.code
    steps.enter(check, "clears" if upheld else "stands", now, by_person=True)
    _run_on(found, now)
    telling.person(found, "check-answer", now, str(dispute.pk))
    working.go_on(found, now)
    return dispute


def _run_on(found: Verification, now: datetime) -> None:
    """The last open dispute was answered: what was left of the window runs."""
    if found.state != State.DISPUTE or open_disputes(found):
        return
    found.state = machine.move_case(found.state, "answered", by_person=True)
    if found.reply_left is not None:
        settling.start_reply_clock(found, now + found.reply_left)
    found.save()


@transaction.atomic
def end_badly(*, verification_id: UUID, reason: str, text: str, now: datetime) -> Verification:
    """A person ends the application over what was found, after the person was told and could reply.

    ``reason`` is of the process's list, ``text`` goes to the person. ConflictError as
    ``deciding.check_may_end``.
    """
    found = steps.locked(verification_id)
    if found.state == State.ADVERSE and _mine(found):
        return found
    actor = permitting.decide(found)
    words = deciding.text(text)
    if found.state not in {State.TOLD, State.DISPUTE}:
        raise ConflictError("the person was not told", code="not_told")
    deciding.check_may_end(
        found.reply_due_at, replied=found.replied_at is not None, disputes_open=open_disputes(found), now=now
    )
    _end_checks(found, now)
    found.reason, found.holds = words, False
    settling.end(found, "adverse", now, by=actor)
    telling.person(found, "check-adverse", now, text=words)
    application = pipeline.get(found.application_id)
    moves.decline(
        application_id=application.pk,
        actor=actor,
        reason=reason,
        expected_version=application.version,
        report_id=found.pk,
        now=now,
    )
    return found


def _end_checks(found: Verification, now: datetime) -> None:
    for check in Check.objects.select_for_update().filter(verification=found):
        check.verification = found
        if machine.may(check.state, "ends_badly"):
            steps.enter(check, "ends_badly", now, by_person=True)
        elif machine.may(check.state, "stops"):
            steps.enter(check, "stops", now)


@transaction.atomic
def resolve(*, doubt_id: UUID, resolution: str, text: str, now: datetime) -> Doubt:
    """Settle one line of the to-verify list. What is settled stays so."""
    known = Doubt.objects.filter(pk=doubt_id).first()
    if known is None:
        raise InvalidError("no such line", fields={"doubt": "unknown"})
    found = steps.locked(known.verification_id)
    actor = permitting.work(found)
    doubt = Doubt.objects.select_for_update().get(pk=doubt_id)
    if doubt.resolution:
        return doubt
    if resolution not in deciding.RESOLUTIONS:
        raise InvalidError("not a resolution", fields={"resolution": "unknown"})
    doubt.note = deciding.text(text)
    doubt.resolution, doubt.resolved_by_id, doubt.resolved_at = resolution, actor.id, now
    doubt.save()
    steps.note(found, "resolved", now, position=doubt.position, resolution=resolution)
    settling.look(found, now)
    return doubt


@transaction.atomic
def give(*, doubt_id: UUID, user_id: UUID) -> Doubt:
    """Somebody else of the branch's HR takes care of a line."""
    known = Doubt.objects.filter(pk=doubt_id).select_related("verification").first()
    if known is None:
        raise InvalidError("no such line", fields={"doubt": "unknown"})
    permitting.work(known.verification)
    permitting.holds(user_id, known.unit_id)
    if not known.resolution and known.owner_id != user_id:
        known.owner_id = user_id
        known.save(update_fields=["owner"])
        audit.record(
            verb="hiring.verification.case.given",
            obj=("verification", known.verification_id),
            unit_id=known.unit_id,
            details={"position": known.position, "user": user_id},
        )
    return known


def _mine(found: Verification) -> bool:
    """Whether the last decision was the actor's own: a second click; somebody else's is a lost race."""
    return found.decided_by_id is not None and found.decided_by_id == actors.current().id


def open_disputes(found: Verification) -> bool:
    """Whether any dispute waits for an answer."""
    return Dispute.objects.filter(check_of__verification=found, upheld=None).exists()


def _open_dispute(check: Check) -> Dispute | None:
    return Dispute.objects.filter(check_of=check, upheld=None).first()
