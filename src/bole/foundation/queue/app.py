"""Procrastinate behind two words: ``task`` and ``defer``."""

import functools
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, TypeVar

import procrastinate
from django.db import OperationalError, close_old_connections, connection, transaction
from procrastinate import exceptions, tasks
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from bole.foundation.access.actors import system_scope
from bole.foundation.queue import arguments
from bole.foundation.queue.retry import Retry
from bole.kernel.errors import BoleError

Queue = Literal["io", "rating", "documents", "speech", "vision", "system"]
F = TypeVar("F", bound=Callable[..., Any])


class UnknownTaskError(BoleError):
    """Nobody registered a task of that name: a programming mistake."""

    code = "unknown_task"


def on_ready(app: procrastinate.App) -> None:
    """Called once when Django is ready (PROCRASTINATE_ON_APP_READY)."""
    from bole.foundation.queue import periodic

    periodic.install(app)


def task(*, queue: Queue, name: str, retry: Retry | None = None) -> Callable[[F], F]:
    """Register a function as the task ``name``. It fetches by id and calls one service.

    Arguments annotated ``UUID`` or ``datetime`` arrive as such. A ``unit_id`` among the deferred arguments
    narrows
    the system scope the task runs in to that unit; otherwise it sees every row. Runs at least once: a task
    whose
    worker died is started again, so it must be harmless to repeat.
    """
    strategy = retry or Retry()

    def decorate(function: F) -> F:
        unpack = arguments.unpacker(function)

        def run(context: procrastinate.JobContext, /, **raw: Any) -> Any:
            unit = raw.get("unit_id")
            close_old_connections()
            try:
                with system_scope(f"task:{name}", uuid.UUID(unit) if unit else None):
                    return function(**unpack(raw))
            except Exception as error:
                if strategy.get_retry_decision(exception=error, job=context.job) is None:
                    _bury(context.job, error)
                raise
            finally:
                close_old_connections()

        django_app.task(queue=queue, name=name, retry=strategy, pass_context=True)(run)
        return function

    return decorate


def defer(
    name: str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    schedule_at: datetime | None = None,
    priority: int = 0,
    **kwargs: Any,
) -> int | None:
    """Put a task into its queue, in the current transaction; returns its number.

    ``lock``: tasks with the same one run one after the other. ``queueing_lock``: while one with it waits,
    another
    is not added (returns None). Never combine ``schedule_at`` with ``lock``: it would block the others
    until then. ``priority``: a higher one is taken before others that wait in the same queue.
    """
    if lock and schedule_at:
        raise ValueError("a scheduled task that holds a lock blocks the others; use queue.timers")
    known = django_app.tasks.get(name)
    if known is None:
        raise UnknownTaskError(f"no task {name!r} is registered")
    waiting = tasks.configure_task(
        name=name,
        job_manager=_jobs(),
        queue=known.queue,
        lock=lock,
        queueing_lock=queueing_lock,
        schedule_at=schedule_at,
        priority=priority,
    )
    if queueing_lock is None:
        return waiting.defer(**arguments.pack(kwargs))
    try:
        with transaction.atomic():  # a refused duplicate would abort the transaction around it
            return waiting.defer(**arguments.pack(kwargs))
    except exceptions.AlreadyEnqueued:
        return None


def alive() -> bool:
    """Whether the queue's database answers."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


@functools.cache
def _jobs() -> JobManager:
    # A worker swaps the connector of the shared app for one of its own; deferring must stay on Django's
    # connection there too, or the task would not belong to the transaction.
    return JobManager(DjangoConnector(alias="default"))


def _bury(job: procrastinate.jobs.Job, error: BaseException) -> None:
    from bole.foundation.queue import letters  # models are not ready when this module is first imported

    letters.bury(
        job_id=job.id or 0,
        task_name=job.task_name,
        queue_name=job.queue,
        arguments=job.task_kwargs,
        error=error,
        attempts=job.attempts + 1,
    )
