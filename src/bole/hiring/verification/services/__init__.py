"""Every write about background checks."""

from bole.hiring.verification.services.by_hand import enter_result, give_up
from bole.hiring.verification.services.consenting import decide, explain, stop_kind, withdraw
from bole.hiring.verification.services.deciding import accept, answer, clear, end_badly, give, resolve, tell
from bole.hiring.verification.services.opening import open_for, remind_of_consent
from bole.hiring.verification.services.papers import add_whole, finish, put_part, received, start
from bole.hiring.verification.services.replying import (
    disputable,
    dispute,
    doubts_due,
    nothing_to_add,
    window_over,
)
from bole.hiring.verification.services.settling import stop
from bole.hiring.verification.services.sweeping import erase_check
from bole.hiring.verification.services.working import cancel, late, receive, send, take_by_hand

__all__ = [
    "accept",
    "add_whole",
    "answer",
    "cancel",
    "clear",
    "decide",
    "disputable",
    "dispute",
    "doubts_due",
    "end_badly",
    "enter_result",
    "erase_check",
    "explain",
    "finish",
    "give",
    "give_up",
    "late",
    "nothing_to_add",
    "open_for",
    "put_part",
    "receive",
    "received",
    "remind_of_consent",
    "resolve",
    "send",
    "start",
    "stop",
    "stop_kind",
    "take_by_hand",
    "tell",
    "window_over",
    "withdraw",
]
