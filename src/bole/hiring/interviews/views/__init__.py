"""The candidate's pages, from invitation to rights. The link opens the first page, a code all others."""

from bole.hiring.interviews.views.answering import done, question
from bole.hiring.interviews.views.arrival import code, invitation, unsupported, verify
from bole.hiring.interviews.views.before import device, live, practice
from bole.hiring.interviews.views.consenting import consent, consent_change
from bole.hiring.interviews.views.more import leave, more
from bole.hiring.interviews.views.resume import resume
from bole.hiring.interviews.views.rights import right

__all__ = [
    "code",
    "consent",
    "consent_change",
    "device",
    "done",
    "invitation",
    "leave",
    "live",
    "more",
    "practice",
    "question",
    "resume",
    "right",
    "unsupported",
    "verify",
]
