"""Background work of the file store."""

from procrastinate.contrib.django import app

from bole.foundation.access.actors import system_scope
from bole.foundation.files import plain, services
from bole.foundation.privacy import journal
from bole.kernel.clock import utc_now


@app.periodic(cron="41 2 * * *")
@app.task(queue="system", name="files.sweep", queueing_lock="files.sweep")
def sweep_files(timestamp: int) -> None:
    """Once a night: forgotten uploads, leftovers, files past their retention; the journal is made whole."""
    del timestamp
    with system_scope("files:sweep"):
        services.sweep(now=utc_now())
        plain.remove_orphans()
        journal.catch_up()
