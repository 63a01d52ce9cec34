"""Who may move applications."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare(
    "pipeline.view", {*roles.HR, roles.INTERVIEWER}, "See where applications stand"
).name
ADVANCE = permissions.declare("pipeline.advance", roles.HR, "Advance an application").name
DECLINE = permissions.declare("pipeline.decline", roles.HR, "Decline an application").name
APPLY = permissions.declare("pipeline.apply", roles.HR, "Enter an application").name
