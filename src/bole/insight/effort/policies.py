"""Who reads how hours are spent, and who says how many minutes an act takes."""

from bole.foundation.access import permissions, roles

READ = permissions.declare("effort.read", roles.HR, "See how hours are spent").name
NORMS = permissions.declare("effort.norms", {roles.HEAD_OFFICE_HR}, "Enter minutes per act").name
