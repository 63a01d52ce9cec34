"""Reactions of messaging: what a gateway reports about a message of ours is noted by a task."""

from bole.foundation import queue
from bole.foundation.access.actors import system_scope
from bole.foundation.messaging import services
from bole.ports.sms import SmsReported

NOTE = "messaging.note_report"


def on_sms_reported(event: SmsReported) -> None:
    """Only ids go into the queue, so whose number it is is looked up here."""
    with system_scope("messaging:report"):
        leg_id = services.leg_of(event)
    if leg_id is not None:
        queue.defer(NOTE, leg_id=leg_id, reached=event.reached, code=event.code[:60])
