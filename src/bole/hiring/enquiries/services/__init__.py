"""Every write about candidates' questions and the FAQ."""

from bole.hiring.enquiries.services.answering import answer, assign
from bole.hiring.enquiries.services.asking import (
    ask,
    ask_person,
    expire,
    mark_helped,
    match,
    settle,
)
from bole.hiring.enquiries.services.clocks import escalate, remind
from bole.hiring.enquiries.services.faq import discard, draft_from, put_in_force, retire, save

__all__ = [
    "answer",
    "ask",
    "ask_person",
    "assign",
    "discard",
    "draft_from",
    "escalate",
    "expire",
    "mark_helped",
    "match",
    "put_in_force",
    "remind",
    "retire",
    "save",
    "settle",
]
