"""Writes of feedback: one verb, one transaction."""

from bole.hiring.feedback.services.deciding import decided
from bole.hiring.feedback.services.editing import edit
from bole.hiring.feedback.services.escalating import escalate, warn
from bole.hiring.feedback.services.holding import erase, export
from bole.hiring.feedback.services.preparing import DANGER, PLANNED, open_preview, prepare, redraft
from bole.hiring.feedback.services.ruling import set_rule
from bole.hiring.feedback.services.sending import letter, next_step, release, rule_of, send_if_due

__all__ = [
    "DANGER",
    "PLANNED",
    "decided",
    "edit",
    "erase",
    "escalate",
    "export",
    "letter",
    "next_step",
    "open_preview",
    "prepare",
    "redraft",
    "release",
    "rule_of",
    "send_if_due",
    "set_rule",
    "warn",
]
