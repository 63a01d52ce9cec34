"""Who may do what with interviews."""

from uuid import UUID

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor

VIEW = permissions.declare("interviews.view", {*roles.HR, roles.INTERVIEWER}, "See interviews").name
INVITE = permissions.declare("interviews.invite", roles.HR, "Invite to an interview").name
ASSIGN = permissions.declare("interviews.assign", roles.HR, "Assign interviewers").name
WATCH = permissions.declare("interviews.watch", {*roles.HR, roles.INTERVIEWER}, "Watch recordings").name
RIGHTS = permissions.declare("interviews.rights", roles.HR, "Answer candidates' requests").name


def only_assigned(actor: Actor) -> bool:
    """Whether the actor sees nothing but interviews he was assigned to: an interviewer who is not HR as
    well."""
    return actor.kind == "user" and not actor.roles & roles.HR


def is_the_candidate(actor: Actor, *, candidate_id: UUID, interview_id: UUID) -> bool:
    """Whether the actor is the invited person, holding this very invitation."""
    if actor.kind != "candidate" or actor.candidate_id != candidate_id:
        return False
    return actor.interview_id in {None, interview_id}
