"""Who may do what with interviews."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor

_LOOKING = frozenset({*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER})  # who may sit on a panel
VIEW = permissions.declare("interviews.view", _LOOKING, "See interviews", guests=True).name
# A hiring manager comes to an interview by the panel he sits on, not through the menu.
LIST = permissions.declare(
    "interviews.list", {*roles.HR, roles.INTERVIEWER}, "Find interviews in the menu"
).name
INVITE = permissions.declare("interviews.invite", roles.HR, "Invite to an interview").name
ASSIGN = permissions.declare("interviews.assign", roles.HR, "Assign interviewers").name
WATCH = permissions.declare("interviews.watch", _LOOKING, "Watch recordings", guests=True).name
RIGHTS = permissions.declare("interviews.rights", roles.HR, "Answer candidates' requests").name

# What became of a follow-up question: an answer's state, or why it was let go.
PROBE_STATES = {
    "submitted": _("answered"),
    "pending": _("not answered yet"),
    "recording": _("answering now"),
    "declined": _("the candidate would rather not: counts for nothing"),
    "lapsed": _("not answered in its time: counts for nothing"),
    "consent": _("closed, a consent was taken back"),
    "ended": _("closed, the application ended"),
    "": _("not asked"),
}

# How a person of the bank answered a request. What the machine answers itself has no entry.
RESOLUTIONS = {
    "explain": [
        ("explained_call", _("Explained in a call")),
        ("explained_written", _("Explained in writing")),
        ("not_reached", _("Tried, and could not reach the candidate")),
    ],
    "live": [
        ("live_held", _("The live interview was held")),
        ("live_agreed", _("A date for the live interview is agreed")),
        ("not_reached", _("Tried, and could not reach the candidate")),
    ],
}


def only_assigned(actor: Actor) -> bool:
    """Whether the actor sees nothing but interviews he was assigned to: an interviewer or hiring manager who
    is not HR as well."""
    return actor.kind == "user" and not actor.roles & roles.HR


def is_the_candidate(actor: Actor, *, candidate_id: UUID, interview_id: UUID) -> bool:
    """Whether the actor is the invited person, holding this very invitation."""
    if actor.kind != "candidate" or actor.candidate_id != candidate_id:
        return False
    return actor.interview_id in {None, interview_id}
