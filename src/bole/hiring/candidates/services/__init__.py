"""Writes of people's files: one verb, one transaction, audit and events inside."""

from bole.hiring.candidates.services.duplicates import keep_apart, merge, propose_duplicates, unmerge
from bole.hiring.candidates.services.people import (
    correct_contact,
    enter,
    hand_out,
    keep_resume,
    register,
    remove,
)
from bole.hiring.candidates.services.resumes import (
    add_resume,
    confirm_resume,
    error_of,
    read_content,
    read_resume,
    store_file,
)
from bole.hiring.candidates.services.sources import take_over

__all__ = [
    "add_resume",
    "confirm_resume",
    "correct_contact",
    "enter",
    "error_of",
    "hand_out",
    "keep_apart",
    "keep_resume",
    "merge",
    "propose_duplicates",
    "read_content",
    "read_resume",
    "register",
    "remove",
    "store_file",
    "take_over",
    "unmerge",
]
