"""Who arranges appointments, who attends them, who keeps the rooms."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor

MANAGE = permissions.declare("scheduling.manage", roles.HR, "Arrange appointments").name
ATTEND = permissions.declare(
    "scheduling.attend",
    {*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER},
    "Keep one's own hours and see one's own appointments",
    guests=True,
).name
ROOMS = permissions.declare("scheduling.rooms", roles.HR, "Keep the list of rooms").name

# Who may be asked to take part.
ATTENDING = (roles.INTERVIEWER, roles.HIRING_MANAGER, roles.BRANCH_HR, roles.HEAD_OFFICE_HR)

# Codes go into the audit; the words are for pages.
STAFF_REASONS = [
    ("interviewer_away", _("An interviewer cannot come")),
    ("room_away", _("The room is not available")),
    ("candidate_asked", _("The candidate asked for it")),
    ("opening_closed", _("The opening is closed")),
    ("other", _("Another reason")),
]
CANDIDATE_REASONS = [
    ("cannot_come", _("I cannot come at this time")),
    ("other_offer", _("I have taken another job")),
    ("not_wanted", _("I no longer want this job")),
    ("other", _("Another reason")),
]


def may_manage(actor: Actor, unit_id: UUID) -> bool:
    """HR of the unit, and the machine."""
    return permissions.allowed(actor, MANAGE, unit_id)
