"""Who may say which days the bank works."""

from bole.foundation.access import permissions, roles

SET = permissions.declare("workdays.set", roles.HR, "Set days on which a unit works or is closed").name
