"""Due timers fired by two workers beside empty tasks of bare Procrastinate; moves among many applications.

    python -m bench.timers [--timers N] [--tasks N] [--applications N] [--moves N]

Handlers and tasks do nothing: the machinery is measured. Both run as two processes on one database.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.journeys import product

from bench.product import ROOT, inside, keep, percentile

WORKERS = 2
NAME = "bench.timers"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--timers", type=int, default=100_000)
    options.add_argument("--tasks", type=int, default=10_000)
    options.add_argument("--applications", type=int, default=100_000)
    options.add_argument("--moves", type=int, default=500)
    args = options.parse_args()
    from bole.cli.running import Address, Running

    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        os.environ.update(product.environment(Path(folder)))
        address = Address(port=product.free_port())
        with Running(
            address, print, Path(folder) / "log", {}, {}
        ):  # the database, and nobody who works on it
            place = product.Product(Path(folder), address.url, None)
            found = {
                "load_average": round(os.getloadavg()[0], 1),
                "timers": measured(place, "timers", args.timers),
                "procrastinate": measured(place, "tasks", args.tasks),
                "moves": inside(place, NAME, "moves", str(args.applications), str(args.moves)),
            }
    found["ratio"] = round(found["timers"]["per_second"] / found["procrastinate"]["per_second"], 2)
    keep("timers", found)
    assert found["timers"]["done"] == args.timers, found
    assert found["timers"]["left"] == 0, found


def measured(place: product.Product, what: str, count: int) -> dict[str, Any]:
    """Plant ``count`` and let two processes work them off; the clock runs from the first start of work to its
    last end, without the processes' own start-up."""
    inside(place, NAME, "plant", what, str(count))
    around = {**place.environment, "BOLE_PUBLIC_URL": place.url, "BOLE_LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", NAME, "inside", "work", what]
    running = [
        subprocess.Popen(command, env=around, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        for _ in range(WORKERS)
    ]
    answers = [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
    seconds = max(one["ended"] for one in answers) - min(one["began"] for one in answers)
    done = sum(one["done"] for one in answers)
    left = inside(place, NAME, "left", what)
    return {
        "count": count,
        "done": done,
        "by_worker": [one["done"] for one in answers],
        "left": left,
        "seconds": round(seconds, 1),
        "per_second": round(count / seconds),
    }


def in_the_product(words: list[str]) -> Any:
    """What happens in a process of the product's."""
    from bole.cli import installation

    installation.set_up_django()
    verb, rest = words[0], words[1:]
    if verb == "plant":
        return plant_timers(int(rest[1])) if rest[0] == "timers" else plant_tasks(int(rest[1]))
    if verb == "work":
        return sweep() if rest[0] == "timers" else work()
    if verb == "left":
        return left(rest[0])
    return moves(int(rest[0]), int(rest[1]))


def plant_timers(count: int) -> int:
    """Rows that are due already."""
    from datetime import timedelta

    from bole.foundation.access.actors import system_scope
    from bole.foundation.queue.models import Timer
    from bole.kernel.clock import utc_now

    due = utc_now() - timedelta(minutes=5)
    rows = [Timer(kind="bench.ring", key=str(n), due_at=due, run_at=due) for n in range(count)]
    with system_scope("benchmark"):
        Timer.objects.bulk_create(rows, batch_size=2000)
    return count


def sweep() -> dict[str, float]:
    """Sweep until nothing is due; wait for the other worker before the clock starts."""
    from bole.foundation.queue import timers
    from bole.kernel.clock import utc_now

    timers.on("bench.ring")(_nothing)
    began, done = time.time(), 0
    while True:
        some = timers.sweep(utc_now())
        done += some
        if not some:
            return {"began": began, "ended": time.time(), "done": done}


def _nothing(fired: Any) -> None:
    """An empty handler."""


def bare_app() -> Any:
    """Procrastinate without anything of ours: its own connector, one empty task."""
    import procrastinate
    from django.conf import settings

    at = settings.DATABASES["default"]
    connector = procrastinate.PsycopgConnector(
        kwargs={
            "host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"],
            "dbname": at["NAME"],
        }
    )  # fmt: skip
    app = procrastinate.App(connector=connector)

    @app.task(name="bench.empty", queue="bench")
    async def empty(number: int) -> None:
        done.append(number)

    done: list[int] = []
    return app, empty, done


def plant_tasks(count: int) -> int:
    """Deferred in one go."""
    import asyncio

    async def defer() -> None:
        app, empty, _ = bare_app()
        async with app.open_async():
            for start in range(0, count, 1000):
                await empty.batch_defer_async(
                    *({"number": n} for n in range(start, min(count, start + 1000)))
                )

    asyncio.run(defer())
    return count


def work() -> dict[str, float]:
    """One task at a time until none is left."""
    import asyncio

    app, _, done = bare_app()
    began = time.time()

    async def run() -> None:
        async with app.open_async():
            await app.run_worker_async(
                queues=["bench"],
                wait=False,
                concurrency=1,
                install_signal_handlers=False,
                listen_notify=False,
            )

    asyncio.run(run())
    return {"began": began, "ended": time.time(), "done": len(done)}


def left(what: str) -> int:
    """What nobody worked off."""
    from django.db import connection

    from bole.foundation.access.actors import system_scope
    from bole.foundation.queue.models import Timer

    with system_scope("benchmark"), connection.cursor() as cursor:
        if what == "timers":
            return Timer.objects.filter(kind="bench.ring").count()
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'bench' AND status = 'todo'"
        )
        return int(cursor.fetchone()[0])


def moves(applications: int, count: int) -> dict[str, Any]:
    """Milliseconds of one advance by a recruiter: lock, check, write, timers, events, audit, commit."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.hiring.pipeline import services
    from bole.hiring.pipeline.models import Application
    from bole.kernel.clock import utc_now

    seed.plant(utc_now())
    plant_applications(applications)
    with system_scope("benchmark"):
        waiting = list(Application.objects.filter(stage="screening", version=1).values_list("pk")[:count])
    times = []
    with acting_as(seed.actor_named("heqian")) as chief:
        for (pk,) in waiting:
            began = time.perf_counter()
            services.advance(
                application_id=pk,
                to="ai_interview",
                actor=chief,
                reason="x",
                expected_version=1,
                now=utc_now(),
            )
            times.append((time.perf_counter() - began) * 1000)
    return {
        "applications": applications,
        "moves": len(times),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
    }


def plant_applications(count: int) -> None:
    """Candidates and applications in screening, spread over the openings."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.candidates.models import Candidate
    from bole.hiring.pipeline.models import Application
    from bole.hiring.requisitions.models import Requisition
    from bole.kernel.clock import utc_now

    now = utc_now()
    with system_scope("benchmark"):
        openings = list(Requisition.objects.all())
        for start in range(0, count, 2000):
            pairs = []
            for number in range(start, min(count, start + 2000)):
                opening = openings[number % len(openings)]
                person = Candidate(
                    unit_id=opening.unit_id, number=f"T-{number:08d}", name="某人", created_at=now
                )
                application = Application(
                    unit_id=opening.unit_id,
                    candidate=person,
                    requisition=opening,
                    process_key=opening.process_key,
                    stage="screening",
                    stage_since=now,
                    created_at=now,
                )
                pairs.append((person, application))
            Candidate.objects.bulk_create(person for person, _ in pairs)
            Application.objects.bulk_create(application for _, application in pairs)


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
