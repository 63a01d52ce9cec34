"""Background work of intake."""

from uuid import UUID

from procrastinate.contrib.django import app

from bole.foundation import queue
from bole.foundation.access.actors import system_scope
from bole.hiring.intake import queries, services
from bole.hiring.intake.services import attaching, batches, mailboxes
from bole.kernel.clock import utc_now


@queue.task(queue="documents", name=attaching.READ)
def read_submission(submission_id: UUID) -> None:
    """Read what somebody sent with an application."""
    services.read_submission(submission_id=submission_id, clock=utc_now)


@queue.task(queue="documents", name=batches.UNPACK)
def unpack(batch_id: UUID) -> None:
    """Open an archive."""
    services.unpack(batch_id=batch_id, clock=utc_now)


@queue.task(queue="documents", name=batches.LANE)
def read_lane(batch_id: UUID, lane: int) -> None:
    """Read the next few files of a batch."""
    services.read_lane(batch_id=batch_id, lane=lane, clock=utc_now)


@queue.task(queue="io", name=mailboxes.FETCH, retry=queue.Retry(times=0))
def fetch(mailbox_id: UUID) -> None:
    """Look into one mailbox; the next minute looks again."""
    services.fetch(mailbox_id=mailbox_id, clock=utc_now)


@app.periodic(cron="* * * * *")
@app.task(queue="system", name="hiring.intake.look_into", queueing_lock="hiring.intake.look_into")
def look_into(timestamp: int) -> None:
    """Once a minute: every mailbox that is switched on, one task each."""
    del timestamp
    with system_scope("intake:mailboxes") as actor:
        for row in queries.mailboxes(actor).filter(active=True):
            queue.defer(
                mailboxes.FETCH, queueing_lock=f"mailbox:{row.pk}", mailbox_id=row.pk, unit_id=row.unit_id
            )


@app.periodic(cron="23 2 * * *")
@app.task(queue="system", name="hiring.intake.forget_drafts", queueing_lock="hiring.intake.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Once a night: what was begun and never sent."""
    del timestamp
    with system_scope("intake:forget_drafts"):
        services.forget_drafts(now=utc_now())
