"""Changes by hand."""

import uuid
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.queue.app import defer
from bole.foundation.queue.models import DeadLetter, Timer
from bole.kernel.errors import ConflictError, NotFoundError


@transaction.atomic
def revive(*, dead_letter_id: uuid.UUID, now: datetime) -> DeadLetter:
    """Defer a dead task again with the same arguments, under the lock it held. ConflictError when somebody
    did before; UnknownTaskError for a task this release no longer has."""
    letter = DeadLetter.objects.select_for_update().filter(pk=dead_letter_id).first()
    if letter is None:
        raise NotFoundError("no such dead task")
    if letter.revived_at:
        raise ConflictError("this task was revived before", code="already_revived")
    letter.revived_at = now
    letter.save(update_fields=["revived_at"])
    lock = ProcrastinateJob.objects.filter(pk=letter.job_id).values_list("lock", flat=True).first()
    defer(letter.task_name, lock=lock, **letter.arguments)
    return letter


@transaction.atomic
def revive_timer(*, timer_id: uuid.UUID, now: datetime) -> Timer:
    """Let a dead timer run again with the next sweep, after somebody mended what was wrong."""
    timer = Timer.objects.select_for_update(of=("self",)).filter(pk=timer_id).first()
    if timer is None:
        raise NotFoundError("no such timer")
    if timer.dead_at is None:
        raise ConflictError("this timer is not dead", code="already_revived")
    timer.dead_at, timer.failures, timer.run_at, timer.claim = None, 0, now, None
    timer.save(update_fields=["dead_at", "failures", "run_at", "claim"])
    return timer
