"""Writes of intake: one verb, one transaction, audit and events inside."""

from bole.hiring.intake.services.applying import Begun, begin, send, stage_of, withdraw
from bole.hiring.intake.services.attaching import (
    attach,
    finish_file,
    put_part,
    read_submission,
    received,
    start_file,
)
from bole.hiring.intake.services.batches import (
    begin_batch,
    complete_item,
    finish_batch,
    read_lane,
    take_files,
    take_text,
    unpack,
)
from bole.hiring.intake.services.keeping import ask_again, erase_due, forget_drafts, person_of, renew
from bole.hiring.intake.services.mailboxes import fetch, look_now, save_mailbox, switch_mailbox
from bole.hiring.intake.services.merging import merge, unmerge
from bole.hiring.intake.services.postings import end_posting, open_campaign, publish
from bole.hiring.intake.services.sources import Told, take_event

__all__ = [
    "Begun",
    "Told",
    "ask_again",
    "attach",
    "begin",
    "begin_batch",
    "complete_item",
    "end_posting",
    "erase_due",
    "fetch",
    "finish_batch",
    "finish_file",
    "forget_drafts",
    "look_now",
    "merge",
    "open_campaign",
    "person_of",
    "publish",
    "put_part",
    "read_lane",
    "read_submission",
    "received",
    "renew",
    "save_mailbox",
    "send",
    "stage_of",
    "start_file",
    "switch_mailbox",
    "take_event",
    "take_files",
    "take_text",
    "unmerge",
    "unpack",
    "withdraw",
]
