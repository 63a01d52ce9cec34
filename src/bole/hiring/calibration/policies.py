"""Who may see agreement and set what share is looked at again."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("calibration.view", roles.HR, "See how people and machine agree").name
QUEUE = permissions.declare(
    "calibration.queue", {*roles.HR, roles.INTERVIEWER}, "See results to be rated again"
).name
MINE = permissions.declare("calibration.mine", {roles.INTERVIEWER}, "Rate again what is assigned").name
SET = permissions.declare("calibration.set", roles.HR, "Set what share is rated again").name
