"""Who may do what with people's files."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("candidates.view", {*roles.HR, roles.INTERVIEWER}, "See a candidate's name").name
CONTACT = permissions.declare("candidates.contact", roles.HR, "See how to reach a candidate").name
REGISTER = permissions.declare("candidates.register", roles.HR, "Register a candidate").name
