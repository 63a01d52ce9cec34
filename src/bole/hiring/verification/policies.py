"""Who may do what with background checks. Not interviewers: whoever rates does not read what checks found."""

from bole.foundation.access import permissions, roles

READ = permissions.declare("verification.read", roles.HR, "See background checks").name
WORK = permissions.declare("verification.work", roles.HR, "Check by hand, settle the to-verify list").name
DECIDE = permissions.declare("verification.decide", roles.HR, "Decide about what checks found").name
