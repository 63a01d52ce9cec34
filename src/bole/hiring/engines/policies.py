"""Who may do what with interviews held elsewhere. Interviewers rate blind and do not see them."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("engines.view", roles.HR, "See interviews held by another engine").name
ASK = permissions.declare("engines.ask", roles.HR, "Ask another engine for an interview").name
