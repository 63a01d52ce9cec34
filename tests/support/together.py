"""Several people at once: each on a thread and a database connection of his own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(*works: Callable[[], Any], seconds: float = 60) -> list[Any]:
    """Let all go at the same moment; what each returned or raised, in order. The test must be
    transactional."""
    barrier = threading.Barrier(len(works))
    found: list[Any] = [TimeoutError("it never came back")] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=20)
            found[number] = work()
        except Exception as error:  # the test looks at it
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    return found
