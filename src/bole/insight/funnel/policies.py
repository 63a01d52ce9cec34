"""Who reads figures about the whole of hiring: HR, cut to their units by row-level security."""

from bole.foundation.access import permissions, roles

READ = permissions.declare("funnel.read", roles.HR, "Read the live monitor and its figures").name
