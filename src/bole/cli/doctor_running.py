"""What `bole doctor` asks of a running installation: its clock, keys, workers and tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from bole.cli import installation, signing
from bole.cli.finding import Finding
from bole.kernel.clock import utc_now

SKEW = timedelta(seconds=5)
SILENT = timedelta(seconds=60)
STUCK = timedelta(minutes=15)


def running() -> Iterator[Finding]:
    """Nothing but a note when the database does not answer or has no tables yet."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    from bole.foundation.access.actors import system_scope

    try:
        installation.set_up_django()
        with system_scope("bole doctor"):
            ready = "queue_deadletter" in connection.introspection.table_names()
    except (DatabaseError, ImproperlyConfigured) as error:
        yield Finding("running product", False, str(error).split("\n")[0], "bole up", needed=False)
        return
    if not ready:
        yield Finding("running product", False, "the database has no tables yet", "bole up", needed=False)
        return
    with system_scope("bole doctor"):
        for look in (_clock, _keys, signing.examined, _workers, _queues, _dead, _timers):
            yield from look()


def _clock() -> Iterator[Finding]:
    """Codes of authenticators, links and windows all hang on the time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - utc_now())
    mend = "let chrony or systemd-timesyncd set the clocks of this machine and the database's"
    yield Finding("clock", apart < SKEW, f"{apart.total_seconds():.1f} s from the database's", mend)


def _keys() -> Iterator[Finding]:
    """Values sealed with a key the keyring does not hold cannot be read by anybody."""
    from bole.foundation.keys import current, rotation

    lost = rotation.keys_in_use() - {key.id for key in current.keyring().keys}
    seen = f"values need {', '.join(sorted(lost))}" if lost else "opens every value"
    mend = f"bring the keyring that holds it from the vault to {current.keyring_path()}"
    yield Finding("keyring", not lost, seen, mend)


def _workers() -> Iterator[Finding]:
    from procrastinate.contrib.django.models import ProcrastinateWorker

    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=utc_now() - SILENT).count()
    mend = "bole up starts three; on other machines bole worker (docs/how-to/add-workers.md)"
    yield Finding("workers", alive > 0, f"{alive} heard from in the last minute", mend)


def _queues() -> Iterator[Finding]:
    from bole.foundation.queue import queries

    late = [d for d in queries.depths() if d.waiting and d.oldest and d.oldest < utc_now() - STUCK]
    seen = ", ".join(f"{d.queue}: {d.waiting} waiting since {d.oldest:%m-%d %H:%M}" for d in late)
    mend = "is a worker for this queue running? more of them: bole worker --queues QUEUE"
    yield Finding("queues", not late, seen or "nobody waits long", mend, needed=False)


def _dead() -> Iterator[Finding]:
    from bole.foundation.queue import queries

    letters = list(queries.dead()[:200])
    kinds = sorted({f"{letter.task_name} ({letter.error_code})" for letter in letters})
    seen = f"{len(letters)}: {', '.join(kinds[:5])}" if letters else "none"
    mend = "mend the named cause (the worker's log has it), then: bole doctor --revive"
    yield Finding("dead tasks", not letters, seen, mend, needed=False)


def _timers() -> Iterator[Finding]:
    """Things that were due and failed too often: nothing happens with them until a person says so."""
    from bole.foundation.queue import queries

    counts: dict[str, int] = {}
    for kind, code in queries.dead_timers().values_list("kind", "error_code"):
        counts[f"{kind} ({code or 'unexpected'})"] = counts.get(f"{kind} ({code or 'unexpected'})", 0) + 1
    kinds = ", ".join(f"{n} × {what}" for what, n in sorted(counts.items())[:5])
    seen = f"{sum(counts.values())}: {kinds}" if counts else "none"
    mend = "mend the named cause (the worker's log has it), then: bole doctor --revive"
    yield Finding("dead timers", not counts, seen, mend, needed=False)


def revive() -> tuple[int, int]:
    """Let dead timers run with the next sweep and put dead tasks back into their queues, each with a line in
    the audit; how many timers and tasks."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.queue import queries

    installation.set_up_django()
    with system_scope("bole doctor"):
        timers = sum(_revived(_timer, one.pk) for one in list(queries.dead_timers()))
        tasks = sum(_revived(_task, one.pk) for one in list(queries.dead()))
    return timers, tasks


def _revived(again: Callable[[UUID], None], key: UUID) -> bool:
    from django.db import transaction

    from bole.foundation.queue.app import UnknownTaskError
    from bole.kernel.errors import ConflictError, NotFoundError

    try:
        with transaction.atomic():
            again(key)
    except (ConflictError, NotFoundError, UnknownTaskError):  # somebody was faster; an older release's task
        return False
    return True


def _timer(key: UUID) -> None:
    from bole.foundation.audit import services as audit
    from bole.foundation.queue import services

    timer = services.revive_timer(timer_id=key, now=utc_now())
    about, unit_id = ("timer", timer.pk), timer.unit_id
    audit.record(
        verb="foundation.queue.timer.revived", obj=about, unit_id=unit_id, details={"kind": timer.kind}
    )


def _task(key: UUID) -> None:
    from bole.foundation.audit import services as audit
    from bole.foundation.queue import services

    letter = services.revive(dead_letter_id=key, now=utc_now())
    unit = letter.arguments.get("unit_id")
    audit.record(
        verb="foundation.queue.task.revived",
        obj=("dead_letter", letter.pk),
        unit_id=UUID(unit) if unit else None,
        details={"task": letter.task_name},
    )
