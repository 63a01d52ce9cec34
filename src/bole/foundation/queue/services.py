"""Changes by hand."""

import uuid
from datetime import datetime

from django.db import transaction

from bole.foundation.queue.app import defer
from bole.foundation.queue.models import DeadLetter
from bole.kernel.errors import ConflictError


@transaction.atomic
def revive(*, dead_letter_id: uuid.UUID, now: datetime) -> int | None:
    """Defer a dead task again with the same arguments; returns the new task's number."""
    letter = DeadLetter.objects.select_for_update().get(pk=dead_letter_id)
    if letter.revived_at:
        raise ConflictError("this task was revived before", code="already_revived")
    letter.revived_at = now
    letter.save(update_fields=["revived_at"])
    return defer(letter.task_name, **letter.arguments)
