"""Every queue a task may name is served: by a plain worker and by the processes of `bole up`."""

from typing import get_args

from bole.cli.running import WORKERS
from bole.cli.worker import QUEUES
from bole.foundation.queue.app import Queue


def test_every_queue_has_a_worker() -> None:
    named = set(get_args(Queue))
    assert set(QUEUES) == named
    assert {queue for queues, _ in WORKERS.values() for queue in queues.split(",")} == named
