"""Background work on the same database: tasks, their retries and dead letters, and timers."""

from bole.foundation.queue.app import defer, task
from bole.foundation.queue.retry import Retry

__all__ = ["Retry", "defer", "task"]
