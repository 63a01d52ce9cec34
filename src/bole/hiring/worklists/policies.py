"""Who keeps views and acts on many at once. Each single step asks for its own right besides."""

from bole.foundation.access import permissions, roles

MESSAGE = permissions.declare("worklists.message", roles.HR, "Write to many candidates at once").name
USE = permissions.declare("worklists.use", roles.HR, "Saved views and bulk actions").name
