"""Things due at a moment: a row each, and a sweep that runs what is due.

Sweeps take rows in handfuls, so that several do not try the same ones. What makes a timer fire once is that
its handler and the end of its row are one transaction: whoever finds the row gone, moved or taken by another
at the end rolls back. A worker that dies rolls back too, and the row is due again. The row is touched last,
as in services, which lock their own row first, so neither waits for the other in a circle. One that fails
pushes its own row forward, holds up nobody else's, and after ``MOST_FAILURES`` is kept as dead for a person.
"""

import logging
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.queue import arguments
from bole.foundation.queue.models import Timer
from bole.kernel.errors import BoleError

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=2)  # after this a handful of a worker that died is taken by another
LONGEST_DELAY = timedelta(hours=6)
MOST_FAILURES = 8  # about four hours of trying
BATCH = 100
MOST = 2000  # in one sweep; the next one goes on


@dataclass(frozen=True, slots=True)
class Fired:
    """What a handler gets: ``payload`` as it was set, ``now`` of the sweep."""

    kind: str
    key: str
    unit_id: uuid.UUID | None
    due_at: datetime
    now: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)


class _LostError(Exception):
    """The row was cancelled, moved or taken by another sweep while its handler ran."""


@dataclass
class _Running:
    """The timer whose handler runs; ``touched`` when the handler itself set or cancelled it."""

    kind: str
    key: str
    touched: bool = False


_running: ContextVar[_Running | None] = ContextVar("bole_timer_running", default=None)
Handler = Callable[[Fired], None]
_handlers: dict[str, Handler] = {}


def on(kind: str) -> Callable[[Handler], Handler]:
    """Register the one handler of ``kind``. It runs in a transaction under the system scope of the timer's
    unit.
    """

    def register(handler: Handler) -> Handler:
        known = _handlers.setdefault(kind, handler)
        if known is not handler and known.__qualname__ != handler.__qualname__:
            raise ValueError(f"timers of kind {kind!r} already have a handler")
        return handler

    return register


def set(
    *,
    kind: str,
    key: str,
    due_at: datetime,
    unit_id: uuid.UUID | None = None,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Set or move the timer ``(kind, key)``, in the current transaction."""
    _touch(kind, key)
    with system_scope("timer"):
        Timer.objects.update_or_create(
            kind=kind,
            key=key,
            defaults={
                "due_at": due_at,
                "run_at": due_at,
                "unit_id": unit_id,
                "payload": arguments.pack(payload or {}),
                "claim": None,
                "failures": 0,
                "error_code": "",
                "error_type": "",
                "dead_at": None,
            },
        )


def cancel(*, kind: str, key: str) -> bool:
    """Remove the timer; False when there was none."""
    _touch(kind, key)
    with system_scope("timer"):
        return bool(Timer.objects.filter(kind=kind, key=key).delete()[0])


def _touch(kind: str, key: str) -> None:
    running = _running.get()
    if running is not None and (running.kind, running.key) == (kind, key):
        running.touched = True


def sweep(now: datetime, most: int = MOST) -> int:
    """Run what is due, up to about ``most``; returns how many handlers went through. Any number of sweeps may
    run at once."""
    done = tried = 0
    while tried < most:
        taken = _take(now)
        if not taken:
            break
        tried += len(taken)
        done += sum(_fire(pk, claim, now) for pk, claim in taken)
    return done


def _take(now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """A handful that no other sweep has, with the claim it was taken by."""
    claim = uuid.uuid4()
    due = Timer.objects.filter(run_at__lte=now, dead_at=None, kind__in=_handlers)
    with system_scope("timer"), transaction.atomic():
        locked = due.select_for_update(skip_locked=True).order_by("run_at").values_list("pk", flat=True)
        mine = list(locked[:BATCH])
        Timer.objects.filter(pk__in=mine).update(claim=claim, run_at=now + CLAIM)
    return [(pk, claim) for pk in mine]


def _fire(pk: uuid.UUID, claim: uuid.UUID, now: datetime) -> bool:
    """One handler and the end of its row, together or not at all. False when it failed, was cancelled or
    moved meanwhile, or belongs to another sweep by now."""
    with system_scope("timer"):
        timer = Timer.objects.filter(pk=pk, claim=claim).first()
    if timer is None:
        return False
    try:
        with transaction.atomic():
            _run(timer, claim, now)
    except _LostError:
        return False
    except Exception as error:
        log.exception("timer %s failed and is pushed forward", timer.kind)
        with system_scope("timer"), transaction.atomic():
            _push_forward(pk, claim, now, error)
        return False
    return True


def _run(timer: Timer, claim: uuid.UUID, now: datetime) -> None:
    running = _Running(timer.kind, timer.key)
    token = _running.set(running)
    try:
        fired = Fired(timer.kind, timer.key, timer.unit_id, timer.due_at, now, timer.payload)
        with system_scope(f"timer:{timer.kind}", timer.unit_id):
            _handlers[timer.kind](fired)
    finally:
        _running.reset(token)
    with system_scope("timer"):
        ended = Timer.objects.filter(pk=timer.pk, claim=claim).delete()[0]
    if not ended and not running.touched:
        raise _LostError


def _push_forward(pk: uuid.UUID, claim: uuid.UUID, now: datetime, error: Exception) -> None:
    timer = Timer.objects.select_for_update().filter(pk=pk, claim=claim).first()
    if timer is None:
        return
    delay = min(LONGEST_DELAY, timedelta(minutes=2 ** min(timer.failures, 10)))
    timer.run_at, timer.claim, timer.failures = now + delay, None, timer.failures + 1
    timer.error_code = error.code[:64] if isinstance(error, BoleError) else "unexpected"
    timer.error_type = type(error).__name__[:128]
    if timer.failures >= MOST_FAILURES:
        timer.dead_at = now
    timer.save()
