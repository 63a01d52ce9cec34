"""Writes of openings, portraits, branches' variants and the question bank."""

from bole.hiring.requisitions.services.following import TAKES_EFFECT, follow
from bole.hiring.requisitions.services.openings import (
    assign_owner,
    choose_process,
    close_requisition,
    open_requisition,
    switch_auto_invite,
    switch_channels,
)
from bole.hiring.requisitions.services.portraits import (
    KIND as PORTRAIT,
)
from bole.hiring.requisitions.services.portraits import (
    add_dimension,
    approved,
    attach_exercise,
    begin,
    confirm,
    drop,
    exchange_question,
    import_file,
    save,
    sent_back,
    submit,
)
from bole.hiring.requisitions.services.questions import (
    KIND as QUESTION,
)
from bole.hiring.requisitions.services.questions import (
    add_review,
    begin_question,
    drop_question,
    question_approved,
    question_sent_back,
    save_question,
    save_question_file,
    settle_review,
    submit_question,
)
from bole.hiring.requisitions.services.reviewing import REVIEW_DUE, hold_review, set_limits
from bole.hiring.requisitions.services.reviewing import remind as remind_of_review
from bole.hiring.requisitions.services.variants import (
    KIND as VARIANT,
)
from bole.hiring.requisitions.services.variants import (
    allow,
    begin_variant,
    cap_variant,
    drop_variant,
    end_variant,
    promote_variant,
    save_variant,
    submit_variant,
    variant_approved,
    variant_sent_back,
)
from bole.hiring.requisitions.ways import register as know_processes

__all__ = [
    "PORTRAIT",
    "QUESTION",
    "REVIEW_DUE",
    "TAKES_EFFECT",
    "VARIANT",
    "add_dimension",
    "add_review",
    "allow",
    "approved",
    "assign_owner",
    "attach_exercise",
    "begin",
    "begin_question",
    "begin_variant",
    "cap_variant",
    "choose_process",
    "close_requisition",
    "confirm",
    "drop",
    "drop_question",
    "drop_variant",
    "end_variant",
    "exchange_question",
    "follow",
    "hold_review",
    "import_file",
    "know_processes",
    "open_requisition",
    "promote_variant",
    "question_approved",
    "question_sent_back",
    "remind_of_review",
    "save",
    "save_question",
    "save_question_file",
    "save_variant",
    "sent_back",
    "set_limits",
    "settle_review",
    "submit",
    "submit_question",
    "submit_variant",
    "switch_auto_invite",
    "switch_channels",
    "variant_approved",
    "variant_sent_back",
]  # fmt: skip
