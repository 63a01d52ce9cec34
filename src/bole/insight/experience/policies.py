"""Who reads what candidates met."""

from bole.foundation.access import permissions, roles

READ = permissions.declare("experience.read", roles.HR, "See satisfaction, participation and replies").name
