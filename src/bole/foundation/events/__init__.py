"""What happened, told upwards inside the transaction that made it happen."""

from bole.foundation.events.bus import publish, subscribe

__all__ = ["publish", "subscribe"]
