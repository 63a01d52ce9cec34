"""The moves themselves. Each locks the application, compares the version the caller saw, and writes once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import gates, policies, queries, rules
from bole.hiring.pipeline.models import Application, Transition
from bole.hiring.pipeline.services import conditions, steps
from bole.hiring.pipeline.services.steps import Verb
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, InvalidError

DOUBLE = queries.DOUBLE


@transaction.atomic
def apply(*, candidate_id: UUID, requisition_id: UUID, now: datetime) -> Application:
    """Enter a candidate for an opening, in the first stage. A second time returns the same application, also
    one made under another file of the person before the two were merged."""
    requisition = requisitions.get(requisition_id)
    permissions.require(actors.current(), policies.APPLY, requisition.unit_id)
    candidate = candidates.get(candidate_id)
    if requisition.state != "open" or candidate.erased_at:
        raise ConflictError("nobody can apply here any more", code="requisition_closed")
    others = [one.pk for one in candidates.same_person(candidate) if one.pk != candidate.pk]
    own = Application.objects.filter(candidate_id=candidate_id, requisition_id=requisition_id)
    before = Application.objects.filter(candidate_id__in=others, requisition_id=requisition_id).first()
    if before is not None and not own.exists():
        return before
    process = queries.process_for(requisition)
    application, made = Application.objects.get_or_create(
        candidate_id=candidate_id,
        requisition_id=requisition_id,
        defaults={
            "unit_id": requisition.unit_id,
            "process_key": process.key,
            "process_version": process.version,
            "stage": process.first.key,
            "stage_since": now,
            "due_at": steps.later(requisition.unit_id, process.first.level, now),
            "created_at": now,
        },
    )
    if made:
        steps.set_timers(application, process.first)
        steps.entered(application, "", "applied", actors.current().kind, "entered")
    return application


@transaction.atomic
def advance(
    *,
    application_id: UUID,
    to: str,
    actor: Actor,
    reason: str,
    expected_version: int,
    now: datetime,
    report_id: UUID | None = None,
    label: str = "",
) -> Application:
    """Move an application on, or back where its stage says so. The same click twice is one move.

    ``label``: what the stage left behind (``panel:90``); the words of it are ``rules.labels``.

    ConflictError: a lost race, a way the process does not have, a hold, a condition that is not met, or what
    still waits in the stage (``gates``).
    """
    verbs = (Verb.ADVANCED, Verb.RETURNED)
    application, again = steps.opened(
        application_id, actor, policies.ADVANCE, expected_version, *verbs, to=to
    )
    if again:
        return application
    process = queries.process_of(application)
    after = rules.advance(process, steps.standing(application), to, by=steps.kind_of(actor))
    steps.check_decider(actor, application, process.stage(application.stage))
    conditions.check(application, process, to, actor)
    back = to in process.stage(application.stage).returns_to
    if not back:
        gates.check(process.stage(application.stage).kind, application.pk, application.unit_id)
    return steps.move(
        application,
        process,
        after,
        verb=Verb.RETURNED if back else Verb.ADVANCED,
        actor=actor,
        reason=reason,
        report_id=report_id,
        label=label,
        now=now,
    )


@transaction.atomic
def decline(
    *,
    application_id: UUID,
    actor: Actor,
    reason: str,
    expected_version: int,
    now: datetime,
    report_id: UUID | None = None,
) -> Application:
    """End an application. Only a person can; the reason is a code of the process."""
    application, again = steps.opened(
        application_id, actor, policies.DECLINE, expected_version, Verb.DECLINED
    )
    if again:
        return application
    standing = steps.standing(application)
    after = rules.close(standing, "declined", by=steps.kind_of(actor))
    check_reason(application, reason)
    process = queries.process_of(application)
    steps.check_decider(actor, application, process.stage(application.stage))
    return steps.move(
        application,
        process,
        after,
        verb=Verb.DECLINED,
        actor=actor,
        reason=reason,
        report_id=report_id,
        now=now,
    )


@transaction.atomic
def hire(
    *, application_id: UUID, actor: Actor, expected_version: int, now: datetime, label: str = ""
) -> Application:
    """The person begins to work: the good end. A person says so, out of a stage that leads to the end.
    ``label`` as in ``advance``."""
    application, again = steps.opened(application_id, actor, policies.ADVANCE, expected_version, Verb.HIRED)
    if again:
        return application
    standing = steps.standing(application)
    process = queries.process_of(application)
    after = rules.hire(process, standing, by=steps.kind_of(actor))
    steps.check_decider(actor, application, process.stage(application.stage))
    conditions.check(application, process, rules.CLOSED, actor)
    return steps.move(
        application, process, after, verb=Verb.HIRED, actor=actor, reason="hired", label=label, now=now
    )


@transaction.atomic
def withdraw(*, application_id: UUID, now: datetime, reason: str = "withdrawn") -> Application:
    """The candidate leaves, or the machine on his request, or because he applied twice (``reason``
    DOUBLE). Leaving twice, or after the end, is harmless."""
    application = steps.locked(application_id)
    if application.stage == rules.CLOSED:
        return application
    actor = actors.current()
    after = rules.close(steps.standing(application), "withdrawn", by=steps.kind_of(actor))
    process = queries.process_of(application)
    return steps.move(application, process, after, verb=Verb.WITHDRAWN, actor=actor, reason=reason, now=now)


@transaction.atomic
def withdraw_person(*, candidate_id: UUID, now: datetime) -> int:
    """Withdraw everything a person applied for; returns how many were still open."""
    standing = (
        Application.objects.filter(candidate_id=candidate_id).exclude(stage=rules.CLOSED).order_by("pk")
    )
    ids = list(standing.values_list("pk", flat=True))
    for application_id in ids:
        withdraw(application_id=application_id, now=now)
    return len(ids)


@transaction.atomic
def reopen(
    *, application_id: UUID, actor: Actor, reason: str, expected_version: int, now: datetime
) -> Application:
    """Take a declined application up again in the stage it was declined in: a mistake, or the candidate's
    request for another look was right. What the candidate was told stays told. One that was ended as a double
    is taken up in the same way."""
    application, again = steps.opened(
        application_id, actor, policies.DECLINE, expected_version, Verb.REOPENED
    )
    if again:
        return application
    standing = steps.standing(application)
    ended = (
        Transition.objects.filter(application=application, to_stage=rules.CLOSED).order_by("version").last()
    )
    process = queries.process_of(application)
    to = ended.from_stage if ended and process.has(ended.from_stage) else process.first.key
    as_double = ended is not None and ended.reason == DOUBLE
    after = rules.reopen(process, standing, to, by=steps.kind_of(actor), as_double=as_double)
    if candidates.get(application.candidate_id).erased_at:
        raise ConflictError("this person was erased", code="erased")
    return steps.move(application, process, after, verb=Verb.REOPENED, actor=actor, reason=reason, now=now)


def check_reason(application: Application, reason: str) -> None:
    """InvalidError for a reason the application's process does not list."""
    if reason not in {one.key for one in queries.reasons(queries.process_of(application))}:
        raise InvalidError(f"{reason!r} is no reason of this process", fields={"reason": "unknown"})
