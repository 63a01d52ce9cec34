"""The writes of onboarding: one verb, one transaction each."""

from bole.workforce.onboarding.services.beginning import begin
from bole.workforce.onboarding.services.checking import accept, check, confirm, send_back
from bole.workforce.onboarding.services.clocks import task_due
from bole.workforce.onboarding.services.joining import join, leave, note_withdrawal, postpone
from bole.workforce.onboarding.services.setting import (
    edit_tasks,
    import_template,
    name_manager,
    set_place,
)
from bole.workforce.onboarding.services.steps import (
    BEGIN,
    CHECK,
    MORNING,
    TASK_DUE,
    TOPIC,
    UNCONFIRMED,
    WITHDRAWN,
    note_look,
)
from bole.workforce.onboarding.services.tasks import add, drop, finish, finish_for_it, move, reopen
from bole.workforce.onboarding.services.uploading import (
    MOST_BYTES,
    attach,
    finish_upload,
    kept_days,
    put_part,
    received,
    start_upload,
)
from bole.workforce.onboarding.services.welcoming import ask_whether_there, welcome

__all__ = [
    "BEGIN",
    "CHECK",
    "MORNING",
    "MOST_BYTES",
    "TASK_DUE",
    "TOPIC",
    "UNCONFIRMED",
    "WITHDRAWN",
    "accept",
    "add",
    "ask_whether_there",
    "attach",
    "begin",
    "check",
    "confirm",
    "drop",
    "edit_tasks",
    "finish",
    "finish_for_it",
    "finish_upload",
    "import_template",
    "join",
    "kept_days",
    "leave",
    "move",
    "name_manager",
    "note_look",
    "note_withdrawal",
    "postpone",
    "put_part",
    "received",
    "reopen",
    "send_back",
    "set_place",
    "start_upload",
    "task_due",
    "welcome",
]
