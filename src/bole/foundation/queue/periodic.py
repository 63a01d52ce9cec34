"""Housekeeping every worker offers and only one does at a time."""

import procrastinate
from asgiref.sync import sync_to_async
from procrastinate.jobs import Job, Status

from bole.foundation.access.actors import system_scope
from bole.foundation.queue import letters, timers
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

# Below about 30 s a busy but living worker is taken for dead and its task runs twice.
SILENT_SECONDS = 45.0
MOST_DEATHS = 3  # a task that killed its worker so often is poisoned
KEEP_HOURS = 24 * 30
# The seconds are the last field. In the first place, where Quartz has them, they would mean minutes, and a
# dead worker's task would wait up to 20 of them.
EVERY_20_SECONDS = "* * * * * */20"
EVERY_10_SECONDS = "* * * * * */10"
SWEEPS = 10  # of 2,000 each, so that a backlog does not hold a worker for ever


class WorkerDiedError(BoleError):
    """The worker process died while it ran this task, again and again."""

    code = "worker_died"


async def take_up_stalled(app: procrastinate.App, silent_seconds: float = SILENT_SECONDS) -> int:
    """Start tasks of dead workers again; one that keeps killing workers becomes a dead letter. Returns how
    many.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds))
    for job in stalled:
        if job.attempts >= MOST_DEATHS:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
            await sync_to_async(_bury)(job)
        else:
            await app.job_manager.retry_job(job)
    return len(stalled)


def _bury(job: Job) -> None:
    with system_scope("queue:stalled"):
        letters.bury(
            job_id=job.id or 0,
            task_name=job.task_name,
            queue_name=job.queue,
            arguments=job.task_kwargs,
            error=WorkerDiedError(),
            attempts=job.attempts + 1,
        )


def install(app: procrastinate.App) -> None:
    """Register the housekeeping tasks on the application."""

    @app.periodic(cron=EVERY_20_SECONDS)
    @app.task(
        queue="system", name="queue.take_up_stalled", queueing_lock="queue.take_up_stalled", pass_context=True
    )
    async def stalled(context: procrastinate.JobContext, /, timestamp: int) -> None:  # noqa: ARG001  as below
        await take_up_stalled(context.app)

    @app.periodic(cron=EVERY_10_SECONDS)
    @app.task(queue="system", name="queue.sweep_timers", queueing_lock="queue.sweep_timers")
    def sweep(timestamp: int) -> None:  # noqa: ARG001  Procrastinate passes it
        for _ in range(SWEEPS):
            if timers.sweep(utc_now()) < timers.MOST:
                break

    @app.periodic(cron="17 3 * * *")
    @app.task(queue="system", name="queue.forget_old", queueing_lock="queue.forget_old", pass_context=True)
    async def forget(context: procrastinate.JobContext, /, timestamp: int) -> None:  # noqa: ARG001  as below
        await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_failed=True)
