"""Who may read, rate and correct."""

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor

VIEW = permissions.declare(
    "assessment.view",
    {*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER},
    "Read interview reports",
    guests=True,
).name
REVIEW = permissions.declare("assessment.review", {*roles.HR, roles.INTERVIEWER}, "Rate an interview").name
OVERRIDE = permissions.declare("assessment.override", roles.HR, "Set a score beside the machine's").name
SECOND_RATER = permissions.declare(
    "assessment.second_rater", {roles.HEAD_OFFICE_HR}, "Switch a language model's second opinion"
).name
RESCORE = permissions.declare(
    "assessment.rescore", {roles.HEAD_OFFICE_HR}, "Rate an archive by another rubric"
).name
COMPARE = permissions.declare("assessment.compare", roles.HR, "Compare candidates").name
SHOW = permissions.declare(
    "assessment.show", {roles.HEAD_OFFICE_HR}, "Decide what candidates see of their result"
).name


def always_blind(actor: Actor) -> bool:
    """An interviewer without an HR role is a rater: machine scores stay hidden until his own card is
    locked."""
    return actor.kind == "user" and not actor.roles & roles.HR
