"""Changes by hand."""

import uuid
from datetime import datetime

from django.db import transaction

from bole.foundation.queue.app import defer
from bole.foundation.queue.models import DeadLetter, Timer
from bole.kernel.errors import ConflictError, NotFoundError


@transaction.atomic
def revive(*, dead_letter_id: uuid.UUID, now: datetime) -> int | None:
    """Defer a dead task again with the same arguments; returns the new task's number."""
    letter = DeadLetter.objects.select_for_update().get(pk=dead_letter_id)
    if letter.revived_at:
        raise ConflictError("this task was revived before", code="already_revived")
    letter.revived_at = now
    letter.save(update_fields=["revived_at"])
    return defer(letter.task_name, **letter.arguments)


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
