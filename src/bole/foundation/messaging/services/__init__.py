"""Every write: put a message into the outbox, deliver it, hear what became of it, set words and routes."""

from bole.foundation.messaging.checking import Problem
from bole.foundation.messaging.checking import free_problems as check_words
from bole.foundation.messaging.services.delivering import DELIVER, deliver
from bole.foundation.messaging.services.leaving import leave, link_of, message_of
from bole.foundation.messaging.services.reporting import follow_up, leg_of, note_report
from bole.foundation.messaging.services.resending import resume_batch, retry, retry_all, stop_batch
from bole.foundation.messaging.services.sending import Addresses, send
from bole.foundation.messaging.services.setting import set_quiet_hours, set_route
from bole.foundation.messaging.services.writing import (
    WordingError,
    check,
    discard,
    put_in_force,
    save_draft,
    send_trial,
)

__all__ = [
    "DELIVER",
    "Addresses",
    "Problem",
    "WordingError",
    "check",
    "check_words",
    "deliver",
    "discard",
    "follow_up",
    "leave",
    "leg_of",
    "link_of",
    "message_of",
    "note_report",
    "put_in_force",
    "resume_batch",
    "retry",
    "retry_all",
    "save_draft",
    "send",
    "send_trial",
    "set_quiet_hours",
    "set_route",
    "stop_batch",
]
