"""Background work of privacy: what was kept for a short while only."""

from procrastinate.contrib.django import app

from bole.foundation.access import throttle
from bole.foundation.access.actors import system_scope
from bole.kernel.clock import utc_now


@app.periodic(cron="11 3 * * *")
@app.task(queue="system", name="privacy.forget_attempts", queueing_lock="privacy.forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Once a night: counts of failed log-ins and codes, with the addresses and names in them."""
    del timestamp
    with system_scope("privacy:forget_attempts"):
        throttle.forget(utc_now())
