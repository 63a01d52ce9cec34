"""Background work of opinions."""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.opinions import services
from bole.kernel.clock import utc_now

ASK = "opinions.ask"


@queue.task(queue="io", name=ASK)
def ask_opinion(
    event: str,
    unit_id: UUID,
    interview_id: UUID | None = None,
    application_id: UUID | None = None,
    process: list[list[str | int]] | None = None,
) -> None:
    """Note who is to be asked after an event; ``process``: surveys of the stage, [[key, hours]]."""
    services.ask(
        event=event,
        unit_id=unit_id,
        interview_id=interview_id,
        application_id=application_id,
        process=[(str(key), int(hours)) for key, hours in process or ()],
        now=utc_now(),
    )
