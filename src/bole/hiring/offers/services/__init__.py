"""Every write of an offer: one verb, one transaction."""

from bole.hiring.offers.services.approving import recall, submit
from bole.hiring.offers.services.bands import propose_band
from bole.hiring.offers.services.clocks import expire, remind, unanswered
from bole.hiring.offers.services.drafting import (
    choose_wish,
    draft,
    drop_version,
    next_version,
    save,
    take_over,
)
from bole.hiring.offers.services.ending import decline, withdraw
from bole.hiring.offers.services.looking import open_letter, open_signed, opened
from bole.hiring.offers.services.negotiating import ask, keep, take_back
from bole.hiring.offers.services.sending import extend
from bole.hiring.offers.services.signing import seal, send_code, sign

__all__ = [
    "ask",
    "choose_wish",
    "decline",
    "draft",
    "drop_version",
    "expire",
    "extend",
    "keep",
    "next_version",
    "open_letter",
    "open_signed",
    "opened",
    "propose_band",
    "recall",
    "remind",
    "save",
    "seal",
    "send_code",
    "sign",
    "submit",
    "take_back",
    "take_over",
    "unanswered",
    "withdraw",
]
