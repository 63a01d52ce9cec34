"""Who may read, rewrite and release feedback, and set when it goes."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("feedback.view", roles.HR, "See feedback before it goes").name
EDIT = permissions.declare("feedback.edit", roles.HR, "Rewrite and release feedback").name
SET = permissions.declare("feedback.set", roles.HR, "Set when feedback goes").name
