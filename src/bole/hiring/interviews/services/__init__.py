"""Writes of interviews: one verb, one transaction."""

from bole.hiring.interviews.services.alerting import TO_HEAD, TO_UNIT, alert
from bole.hiring.interviews.services.answering import (
    begin_question,
    finish_recording,
    retake,
    start_recording,
    submit_answer,
    submit_typed,
)
from bole.hiring.interviews.services.bulk import (
    confirm_bulk,
    discard_bulk,
    leave_out,
    prepare_bulk,
    resume_bulk,
    stop_bulk,
)
from bole.hiring.interviews.services.bulk_steps import step_bulk
from bole.hiring.interviews.services.changing import apply_withdrawal, change_consent
from bole.hiring.interviews.services.codes import send_code, verify_code
from bole.hiring.interviews.services.consenting import consent, request_live
from bole.hiring.interviews.services.ending import cancel, close_probes, close_window, finish
from bole.hiring.interviews.services.entering import invite_on_entry
from bole.hiring.interviews.services.erasing import erase, export
from bole.hiring.interviews.services.inviting import (
    assign,
    earliest_opening,
    find_by_token,
    invite,
    renew,
    unassign,
)
from bole.hiring.interviews.services.noticing import note_page
from bole.hiring.interviews.services.noting import hold, note_progress, send_feedback, tell_decision
from bole.hiring.interviews.services.personal import add_resume
from bole.hiring.interviews.services.probing import decline_probe, keep_decision, send_probe_link
from bole.hiring.interviews.services.reminding import nudge, remind
from bole.hiring.interviews.services.rights import (
    assign_right,
    escalate_right,
    request_right,
    resolve_open,
    resolve_right,
)
from bole.hiring.interviews.services.telling import addresses_of

__all__ = [
    "TO_HEAD",
    "TO_UNIT",
    "add_resume",
    "addresses_of",
    "alert",
    "apply_withdrawal",
    "assign",
    "assign_right",
    "begin_question",
    "cancel",
    "change_consent",
    "close_probes",
    "close_window",
    "confirm_bulk",
    "consent",
    "decline_probe",
    "discard_bulk",
    "earliest_opening",
    "erase",
    "escalate_right",
    "export",
    "find_by_token",
    "finish",
    "finish_recording",
    "hold",
    "invite",
    "invite_on_entry",
    "keep_decision",
    "leave_out",
    "note_page",
    "note_progress",
    "nudge",
    "prepare_bulk",
    "remind",
    "renew",
    "request_live",
    "request_right",
    "resolve_open",
    "resolve_right",
    "resume_bulk",
    "retake",
    "send_code",
    "send_feedback",
    "send_probe_link",
    "start_recording",
    "step_bulk",
    "stop_bulk",
    "submit_answer",
    "submit_typed",
    "tell_decision",
    "unassign",
    "verify_code",
]
