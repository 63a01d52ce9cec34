"""Who may do what with probations and development plans.

A right here says what somebody may do at all; whose probation is decided by ``queries.visible_to``: HR
those of their units, a hiring manager those of the units he manages, anybody else those he is named manager
of. The auditor gets the figures and no person's page, as with offers: what was done to whom stands in the
audit trail.
"""

from bole.foundation.access import permissions, roles

_LINE = frozenset({roles.HIRING_MANAGER, roles.INTERVIEWER})  # an interviewer only as the manager named

READ = permissions.declare("performance.read", roles.HR | _LINE, "Read probations").name
GUIDE = permissions.declare("performance.guide", roles.HR | _LINE, "Set tasks and comment on weeks").name
REVIEW = permissions.declare("performance.review", roles.HR | _LINE, "Review a probation").name
DECIDE = permissions.declare("performance.decide", roles.HR, "Decide on a probation").name
SECOND = permissions.declare("performance.second", roles.HR, "Approve ending a probation").name
FIGURES = permissions.declare("performance.figures", roles.HR | {roles.AUDITOR}, "Read how many stay").name
WHOLE_UNIT = permissions.declare(
    "performance.whole_unit", roles.HR | {roles.HIRING_MANAGER}, "Read all probations of a unit"
).name
