"""Dead letters: bury and revive."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from bole.foundation.queue.models import DeadLetter
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError


def bury(
    *,
    job_id: int,
    task_name: str,
    queue_name: str,
    arguments: Mapping[str, Any],
    error: BaseException,
    attempts: int,
) -> None:
    """Keep what is known of a task that will not be tried again."""
    code = error.code if isinstance(error, BoleError) else "unexpected"
    DeadLetter.objects.update_or_create(
        job_id=job_id,
        defaults={
            "task_name": task_name,
            "queue_name": queue_name,
            "arguments": dict(arguments),
            "error_code": code,
            "error_type": type(error).__name__,
            "attempts": attempts,
            "died_at": utc_now(),
            "revived_at": None,
        },
    )


@transaction.atomic
def revive(*, dead_letter_id: uuid.UUID, now: datetime) -> int | None:
    """Defer a dead task again with the same arguments; returns the new task's number."""
    from bole.foundation.queue.app import defer

    letter = DeadLetter.objects.select_for_update().get(pk=dead_letter_id)
    if letter.revived_at:
        raise ConflictError("this task was revived before", code="already_revived")
    letter.revived_at = now
    letter.save(update_fields=["revived_at"])
    return defer(letter.task_name, **letter.arguments)
