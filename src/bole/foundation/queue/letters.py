"""Dead letters: what is kept of a task that will not be tried again."""

from collections.abc import Mapping
from typing import Any

from bole.foundation.queue.models import DeadLetter
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError


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
