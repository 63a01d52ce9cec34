"""The only door to a stage: every change of an application is one verb here, and one transaction."""

from bole.hiring.pipeline.gates import register as keep_gate
from bole.hiring.pipeline.services.changes import number_changes
from bole.hiring.pipeline.services.designing import (
    drop_draft,
    insert_stage,
    new_process,
    publish,
    remove_stage,
    save_draft,
    start_draft,
    take_draft,
)
from bole.hiring.pipeline.services.escalating import escalate, escalate_to_head, heads, owners, remind
from bole.hiring.pipeline.services.late import tell_late
from bole.hiring.pipeline.services.moving import (
    DOUBLE,
    advance,
    apply,
    check_reason,
    decline,
    hire,
    reopen,
    withdraw,
    withdraw_person,
)
from bole.hiring.pipeline.services.revising import revise, revise_all
from bole.hiring.pipeline.services.steps import HOLD_ENDS, REMINDER, STAGE_DUE, STAGE_LATE, lock
from bole.hiring.pipeline.services.waiting import end_hold, hold, propose, resume_from_hold
from bole.hiring.pipeline.sheets import register as know_surveys

__all__ = [
    "DOUBLE",
    "HOLD_ENDS",
    "REMINDER",
    "STAGE_DUE",
    "STAGE_LATE",
    "advance",
    "apply",
    "check_reason",
    "decline",
    "drop_draft",
    "end_hold",
    "escalate",
    "escalate_to_head",
    "heads",
    "hire",
    "hold",
    "insert_stage",
    "keep_gate",
    "know_surveys",
    "lock",
    "new_process",
    "number_changes",
    "owners",
    "propose",
    "publish",
    "remind",
    "remove_stage",
    "reopen",
    "resume_from_hold",
    "revise",
    "revise_all",
    "save_draft",
    "start_draft",
    "take_draft",
    "tell_late",
    "withdraw",
    "withdraw_person",
]
