"""Rights of the shell's own pages."""

from bole.foundation.access import permissions, roles

AUDIT = permissions.declare("console.audit", {roles.AUDITOR}, "Read the audit trail").name
HOME = permissions.declare("console.home", roles.ALL, "Open the console").name
# A task that was given up belongs to no unit, so only those who see every unit hear of it.
STUCK = permissions.declare(
    "console.stuck", {roles.HEAD_OFFICE_HR}, "Hear of background tasks that were given up"
).name
