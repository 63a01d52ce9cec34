"""Who may do what with requisitions."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("requisitions.view", {*roles.HR, roles.INTERVIEWER}, "See openings").name
OPEN = permissions.declare("requisitions.open", roles.HR, "Open and close an opening").name
WEIGH = permissions.declare("requisitions.weigh", {roles.HEAD_OFFICE_HR}, "Change a job portrait").name
