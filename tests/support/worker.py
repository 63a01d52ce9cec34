"""A real worker inside a test: drains the queues on its own connection and returns."""

import asyncio
from collections.abc import Sequence

from procrastinate.contrib.django import app


def drain(queues: Sequence[str] = ("io", "rating", "documents", "speech", "vision", "system")) -> None:
    """Run waiting tasks until none is left. The test must be transactional (tasks run on other threads)."""

    async def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            async with working.open_async():
                await working.run_worker_async(
                    queues=list(queues),
                    wait=False,
                    concurrency=2,
                    install_signal_handlers=False,
                    listen_notify=False,
                )

    asyncio.run(work())
