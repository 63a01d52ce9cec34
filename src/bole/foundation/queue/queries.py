"""What waits, runs and died."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from bole.foundation.queue.models import DeadLetter, Timer

DEPTH = """
SELECT queue_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
       min(coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e
           WHERE e.job_id = j.id AND e.type = 'deferred'))) FILTER (WHERE status = 'todo')
FROM procrastinate_jobs j WHERE status IN ('todo', 'doing') GROUP BY queue_name ORDER BY queue_name
"""


@dataclass(frozen=True, slots=True)
class Depth:
    """One queue: tasks waiting and running, and since when the oldest waits."""

    queue: str
    waiting: int
    running: int
    oldest: datetime | None


def dead() -> QuerySet[DeadLetter]:
    """Tasks that will not be tried again and were not revived, newest first."""
    return DeadLetter.objects.filter(revived_at=None).order_by("-died_at")


def dead_timers() -> QuerySet[Timer]:
    """Timers that failed too often and wait for a person, newest first. Row-level security cuts them to the
    reader's units."""
    return Timer.objects.filter(dead_at__isnull=False).order_by("-dead_at")


def depths() -> list[Depth]:
    """All queues with anything waiting or running."""
    with connection.cursor() as cursor:
        cursor.execute(DEPTH)
        return [Depth(*row) for row in cursor.fetchall()]
