"""`bole worker`: one process that takes tasks from the database.

Any number, on any machine that sees the same database and the same file storage.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.errors import InvalidError

QUEUES = ("io", "rating", "documents", "system", "speech", "vision")
HEAVY = {"speech", "vision"}  # one analysis fills a core


def run(argv: Sequence[str]) -> int:
    """Work until stopped; a running task is finished first."""
    options = parser(
        "worker",
        "Take tasks from the queue. Start one per core for speech and vision.",
        "  bole worker --queues speech,vision\n"
        "  bole worker --queues io,rating,documents,system --concurrency 4",
    )
    options.add_argument(
        "--queues", default=",".join(QUEUES), help=f"comma-separated, of {', '.join(QUEUES)}"
    )
    options.add_argument(
        "--concurrency", type=int, help="tasks at once (default: 1 for speech and vision, else 4)"
    )
    options.add_argument("--name", help="shown in the log (default: machine and process id)")
    options.add_argument("--drain", action="store_true", help="stop when the queues are empty")
    args = options.parse_args(argv)
    queues = [queue.strip() for queue in args.queues.split(",") if queue.strip()]
    if unknown := sorted(set(queues) - set(QUEUES)):
        raise InvalidError(f"there is no queue {', '.join(unknown)}; there are {', '.join(QUEUES)}")
    installation.set_up_django()
    from bole.foundation.files import queries as files

    files.remove_orphans()  # decrypted recordings of a worker that was killed
    concurrency = args.concurrency or (1 if HEAVY & set(queues) else 4)
    name = args.name or f"{socket.gethostname()}-{os.getpid()}"
    asyncio.run(_work(queues, concurrency, name, wait=not args.drain))
    return 0


async def _work(queues: list[str], concurrency: int, name: str, *, wait: bool) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                queues=queues,
                concurrency=concurrency,
                name=name,
                wait=wait,
                delete_jobs="successful",
                install_signal_handlers=True,
            )
