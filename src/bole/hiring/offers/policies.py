"""Who sees, writes, signs and takes back offers, and who sets the bands."""

from bole.foundation.access import permissions, roles

# Not interviewers and hiring managers: pay is HR's.
VIEW = permissions.declare("offers.view", roles.HR, "See offers").name
WRITE = permissions.declare("offers.write", roles.HR, "Write offers and answer candidates").name
APPROVE = permissions.declare("offers.approve", roles.HR, "Sign offers of others").name
APPROVE_HEAD = permissions.declare(
    "offers.approve_head", {roles.HEAD_OFFICE_HR}, "Sign offers beyond band or branch limit"
).name
BANDS = permissions.declare("offers.bands", {roles.HEAD_OFFICE_HR}, "Set pay bands").name
FIGURES = permissions.declare(
    "offers.figures", {*roles.HR, roles.AUDITOR}, "See figures about offers, without pay"
).name
