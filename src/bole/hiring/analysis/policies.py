"""Who may set analysis going again."""

from bole.foundation.access import permissions, roles

RERUN = permissions.declare("analysis.rerun", roles.HR, "Try a failed analysis again").name
