"""Invitations to many: from the confirmed list to the mails in the box, beside bare SMTP with the same bytes.

    python -m bench.messages [--people 5000] [--workers 2]

Run it on an otherwise idle machine. The relay is aiosmtpd on loopback in a process of its own; it counts and
forgets.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import smtplib
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg
from tests.journeys import product

from bench.product import inside, keep
from bole.cli.running import Address, Running

PATIENCE = 3600.0


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, default=5000)
    options.add_argument("--workers", type=int, default=2)
    args = options.parse_args()
    with Relay() as relay:
        found = sent(args.people, args.workers, relay)
        mails, size = relay.taken()
        bare = bare_smtp(relay, args.people, round(size / max(1, mails)))
    keep("messages", {
        "cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1), "people": args.people,
        "workers": args.workers, "mails_in_the_box": mails, "bytes_each": round(size / max(1, mails)),
        **found, "bare_smtplib": bare, "ratio_to_bare": round(found["seconds"] / bare["one_connection_s"], 1),
    })  # fmt: skip


class Relay:
    """aiosmtpd in another process; ``taken`` asks mails and bytes since last asked."""

    def __enter__(self) -> Relay:
        self.ours, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        self.port = int(self.ours.recv())
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.join()

    def taken(self) -> tuple[int, int]:
        self.ours.send("taken")
        mails, size = self.ours.recv()
        return int(mails), int(size)


def serve(pipe: Connection) -> None:
    """Take every mail, keep none."""
    from aiosmtpd.smtp import SMTP

    class Counter:
        taken = size = 0

        async def handle_DATA(self, *words: Any) -> str:  # noqa: N802  aiosmtpd's name
            self.taken += 1
            self.size += len(words[-1].content)
            return "250 counted"

    counter, loop = Counter(), asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(lambda: SMTP(counter, loop=loop), "127.0.0.1", 0))

    def asked() -> None:
        pipe.recv()
        pipe.send((counter.taken, counter.size))
        counter.taken = counter.size = 0

    pipe.send(server.sockets[0].getsockname()[1])
    loop.add_reader(pipe.fileno(), asked)
    loop.run_forever()


def sent(people: int, workers: int, relay: Relay) -> dict[str, Any]:
    """Seconds from the confirmation to the last mail handed over, with nothing but workers running."""
    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        os.environ.update(product.environment(Path(folder)))
        os.environ.update({"BOLE_SMTP_HOST": "127.0.0.1", "BOLE_SMTP_PORT": str(relay.port)})
        address = Address(port=product.free_port())
        chosen = {f"worker-{n}": ("io", 1) for n in range(workers)}
        with Running(address, print, Path(folder) / "log", {}, chosen) as running:
            place = product.Product(Path(folder), address.url, None)
            prepared = inside(place, "bench.messages", str(people))
            began = time.monotonic()
            running.serve()
            done = 0
            while done < people and time.monotonic() - began < PATIENCE:
                running.supervisor.run(until=pause(1.0))
                done = handed_over(Path(folder))
            return {**prepared, **spent(Path(folder), people)}


def handed_over(var: Path) -> int:
    with _backup(var) as connection:
        row = connection.execute(
            "SELECT count(*) FROM messaging_outboxmessage WHERE state = 'sent'"
        ).fetchone()
    return int(row[0]) if row else 0


def spent(var: Path, people: int) -> dict[str, Any]:
    """From the first invitation made to the last mail handed over, as the database tells it."""
    with _backup(var) as connection:
        row = connection.execute(
            "SELECT extract(epoch FROM max(sent_at) - min(queued_at)), count(*), count(DISTINCT about_id) "
            "FROM messaging_outboxmessage WHERE state = 'sent'"
        ).fetchone()
    assert row is not None
    seconds = float(row[0])
    return {
        "seconds": round(seconds, 1), "messages": int(row[1]), "interviews": int(row[2]),
        "people_per_second": round(people / seconds, 1),
    }  # fmt: skip


def _backup(var: Path) -> psycopg.Connection[Any]:
    import json

    url = json.loads((var / "db" / "credentials.json").read_text())["urls"]["backup"]
    return psycopg.connect(url)


def bare_smtp(relay: Relay, people: int, size: int) -> dict[str, float]:
    """smtplib with mails of the same size: over one connection, and with a connection each."""
    line = b"x" * 74 + b"\r\n"
    body = b"Subject: x\r\n\r\n" + line * max(1, round(size / len(line)))
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", relay.port) as smtp:
        for _ in range(people):
            smtp.sendmail("a@localhost", "b@localhost", body)
    one = time.monotonic() - began
    began = time.monotonic()
    for _ in range(people):
        with smtplib.SMTP("127.0.0.1", relay.port) as smtp:
            smtp.sendmail("a@localhost", "b@localhost", body)
    return {"one_connection_s": round(one, 2), "a_connection_each_s": round(time.monotonic() - began, 2)}


def pause(seconds: float) -> Any:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def in_the_product(people: int) -> dict[str, Any]:
    """Applicants, a list of them, and its confirmation; gives what preparing took and a mail's size."""
    from bole.cli import installation

    installation.set_up_django()
    from datetime import timedelta

    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import services as candidates
    from bole.hiring.interviews import queries, services
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions
    from bole.hiring.requisitions import services as needs
    from bole.kernel.clock import utc_now

    seed.plant(utc_now())
    with acting_as(seed.actor_named("heqian")) as chief:
        known = requisitions.open_for(chief).filter(job_key="teller").first()
        assert known is not None
        need = needs.open_requisition(unit_id=known.unit_id, job_key="teller", now=utc_now())
        for number in range(people):
            name, now = f"批量{number}", utc_now()
            person = candidates.register(
                unit_id=need.unit_id, name=name, email=f"bulk.{number}@people.example", now=now
            )
            pipeline.apply(candidate_id=person.pk, requisition_id=need.pk, now=now)
        began, now = time.monotonic(), utc_now()
        run = services.prepare_bulk(
            requisition_id=need.pk, opens_at=now, closes_at=now + timedelta(days=5), now=now
        )
        prepared = time.monotonic() - began
        began = time.monotonic()
        ready = queries.bulk_progress(run).ready
        looked = time.monotonic() - began
        services.confirm_bulk(run_id=run.pk, expected=ready, now=utc_now())
    return {"list_s": round(prepared, 2), "progress_s": round(looked, 3)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        import json

        print(json.dumps(in_the_product(int(sys.argv[2]))))
    else:
        main()
