"""The timer of the written contract; it looks again when it fires."""

from uuid import UUID

from bole.foundation.queue import timers
from bole.workforce.employees import services


@timers.on(services.CONTRACT_DUE)
def on_contract_due(fired: timers.Fired) -> None:
    """The contract may still be missing."""
    services.remind_of_contract(employee_id=UUID(fired.key), now=fired.now)
