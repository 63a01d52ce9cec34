"""Who may read the cards, and who puts a trained rater in force."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare(
    "raters.view", {*roles.HR, roles.INTERVIEWER, roles.AUDITOR}, "Read the cards of raters"
).name
SWITCH = permissions.declare("raters.switch", {roles.HEAD_OFFICE_HR}, "Put a trained rater in force").name
