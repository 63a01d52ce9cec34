"""Rights of the shell's own pages."""

from bole.foundation.access import permissions, roles

AUDIT = permissions.declare("console.audit", {roles.AUDITOR}, "Read the audit trail").name
HOME = permissions.declare("console.home", roles.ALL, "Open the console").name
