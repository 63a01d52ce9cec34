"""The only doors to a change: one verb, one transaction, one line of the trail."""

from bole.workforce.performance.services.beginning import begin
from bole.workforce.performance.services.clocks import end_clock, week_clock
from bole.workforce.performance.services.deciding import (
    close_left,
    confirm,
    lapse,
    propose_extension,
    record_left,
    reply,
    withdraw,
)
from bole.workforce.performance.services.ending import (
    APPROVAL,
    approved,
    propose_end,
    refused,
    withdrawn,
)
from bole.workforce.performance.services.extending import answer_extension
from bole.workforce.performance.services.planning import (
    add_item,
    answer_plan,
    approve_plan,
    draft_plan,
    keep_item,
)
from bole.workforce.performance.services.reporting import (
    attach,
    comment,
    remove_attachment,
    save_draft,
    send_report,
)
from bole.workforce.performance.services.reviewing import hand_in
from bole.workforce.performance.services.sealing import SEAL, seal
from bole.workforce.performance.services.tasks import add_task, change_target, drop_task
from bole.workforce.performance.services.wishes import forget_wish, keep_wish

__all__ = [
    "APPROVAL",
    "SEAL",
    "add_item",
    "add_task",
    "answer_extension",
    "answer_plan",
    "approve_plan",
    "approved",
    "attach",
    "begin",
    "change_target",
    "close_left",
    "comment",
    "confirm",
    "draft_plan",
    "drop_task",
    "end_clock",
    "forget_wish",
    "hand_in",
    "keep_item",
    "keep_wish",
    "lapse",
    "propose_end",
    "propose_extension",
    "record_left",
    "refused",
    "remove_attachment",
    "reply",
    "save_draft",
    "seal",
    "send_report",
    "week_clock",
    "withdraw",
    "withdrawn",
]
