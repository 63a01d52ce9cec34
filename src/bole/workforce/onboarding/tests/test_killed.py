"""A real worker process is killed between the signature and the employee record; the sweep ends its work."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.database import credentials, superuser
from tests.support.worker import drain

from bole.foundation import queue
from bole.foundation.access.actors import system_scope
from bole.foundation.queue import periodic, queries
from bole.hiring.conftest import NOW, build_cast
from bole.hiring.offers.tests import cast as acting
from bole.workforce.employees.models import Employee
from bole.workforce.onboarding import services
from bole.workforce.onboarding.models import Onboarding, Task

BLOCKED = """
SELECT w.pid FROM pg_locks w JOIN pg_locks h USING (pid)
WHERE w.relation = 'onboarding_onboarding'::regclass AND NOT w.granted
AND h.relation = 'employees_employee'::regclass AND h.granted AND h.mode = 'RowExclusiveLock'
"""
ALIVE = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
GONE = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'"


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """`bole worker` as it runs in a bank, on the database of the tests."""
    more = {
        "DATABASE_URL": credentials().url("app"),
        "DJANGO_SETTINGS_MODULE": "bole.config.settings.test",
    }
    command = [sys.executable, "-m", "bole.cli", "worker", "--queues", "io", "--concurrency", "1"]
    process = subprocess.Popen(command, env={**os.environ, **more})
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


def wait(look: Callable[[], Any], seconds: float = 120) -> Any:
    """What it finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "nothing was found in time"
        time.sleep(0.1)
    return found


def take_up() -> int:
    """The housekeeping every worker does: tasks of workers that went silent begin again."""

    async def sweep() -> int:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            async with working.open_async():
                return await periodic.take_up_stalled(working)

    return asyncio.run(sweep())


def counts() -> tuple[int, int]:
    with system_scope("test"):
        return Employee.objects.count(), Onboarding.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_leaves_nothing_half_and_the_sweep_ends_it_once(bank: Any) -> None:
    """SIGKILL while the employee record is written and not committed."""
    cast = build_cast(bank)
    offer = acting.sent(cast, NOW)
    acting.sign(cast, offer, NOW + timedelta(hours=2))
    with superuser() as connection:  # letters and the seal are other tasks
        connection.execute("DELETE FROM procrastinate_jobs WHERE task_name <> %s", [services.BEGIN])
    with psycopg.connect(credentials().url("superuser")) as holding, superuser() as looking:
        holding.execute("LOCK TABLE onboarding_onboarding IN EXCLUSIVE MODE")  # its writer waits here
        looking.autocommit = True
        with worker() as process:
            (backend,) = wait(lambda: looking.execute(BLOCKED).fetchone())
            os.kill(process.pid, signal.SIGKILL)
            assert process.wait(timeout=30) == -signal.SIGKILL
        holding.rollback()
        wait(lambda: looking.execute(ALIVE, [backend]).fetchone() is None)
        assert counts() == (0, 0)
        assert ProcrastinateJob.objects.get(task_name=services.BEGIN).status == "doing"
        looking.execute(GONE)
    assert take_up() >= 1
    drain(["io"])
    assert counts() == (1, 1)
    with system_scope("test"):
        employee = Employee.objects.get()
        made = Task.objects.count()
        assert (employee.offer_id, employee.state) == (offer.pk, "joining")
        assert not queries.dead()
    queue.defer(services.BEGIN, application_id=cast.application_id, unit_id=employee.unit_id)
    drain(["io"])  # the same once more, as a worker does that died after its commit
    assert counts() == (1, 1)
    with system_scope("test"):
        assert Task.objects.count() == made
