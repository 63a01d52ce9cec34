"""Things due at a moment: a row each, and a sweep that takes what is due by compare-and-set.

A handler that fails pushes its own row forward and holds up nobody else's.
"""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from bole.foundation.access.actors import system_scope
from bole.foundation.queue import arguments
from bole.foundation.queue.models import Timer

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)  # after this a claimed but unfinished timer (its worker died) is due again
LONGEST_DELAY = timedelta(hours=6)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Fired:
    """What a handler gets: ``payload`` as it was set, ``now`` of the sweep."""

    kind: str
    key: str
    unit_id: uuid.UUID | None
    due_at: datetime
    now: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)


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
    with system_scope("timer"):
        Timer.objects.update_or_create(
            kind=kind,
            key=key,
            defaults={
                "due_at": due_at,
                "unit_id": unit_id,
                "payload": arguments.pack(payload or {}),
                "claim": None,
                "failures": 0,
            },
        )


def cancel(*, kind: str, key: str) -> bool:
    """Remove the timer; False when there was none."""
    with system_scope("timer"):
        return bool(Timer.objects.filter(kind=kind, key=key).delete()[0])


def sweep(now: datetime) -> int:
    """Run what is due; returns how many handlers went through. Any number of sweeps may run at once."""
    done = 0
    with system_scope("timer"):
        due = list(Timer.objects.filter(due_at__lte=now, kind__in=_handlers).order_by("due_at")[:BATCH])
    for timer in due:
        with system_scope("timer"):
            claim = _claim(timer, now)
        if claim:
            done += _fire(timer, claim, now)
    return done


def _claim(timer: Timer, now: datetime) -> uuid.UUID | None:
    claim = uuid.uuid4()
    mine = Timer.objects.filter(pk=timer.pk, due_at=timer.due_at).update(claim=claim, due_at=now + CLAIM)
    return claim if mine else None


def _fire(timer: Timer, claim: uuid.UUID, now: datetime) -> bool:
    fired = Fired(timer.kind, timer.key, timer.unit_id, timer.due_at, now, timer.payload)
    try:
        with transaction.atomic():
            with system_scope(f"timer:{timer.kind}", timer.unit_id):
                _handlers[timer.kind](fired)
            with system_scope("timer"):
                Timer.objects.filter(pk=timer.pk, claim=claim).delete()  # unless the handler set it anew
    except Exception:
        log.exception("timer %s failed and is pushed forward", timer.kind)
        delay = min(LONGEST_DELAY, timedelta(minutes=2 ** min(timer.failures, 10)))
        with system_scope("timer"):
            Timer.objects.filter(pk=timer.pk, claim=claim).update(
                due_at=now + delay, claim=None, failures=F("failures") + 1
            )
        return False
    return True
