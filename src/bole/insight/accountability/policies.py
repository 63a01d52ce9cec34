"""Who reads, writes and approves the impact assessment, and who hands out an explanation package."""

from bole.foundation.access import permissions, roles

READ = permissions.declare(
    "accountability.read",
    {roles.HEAD_OFFICE_HR, roles.AUDITOR, roles.IT_ADMIN},
    "Read the impact assessment",
).name
WRITE = permissions.declare(
    "accountability.write", {roles.HEAD_OFFICE_HR}, "Write the impact assessment"
).name
APPROVE = permissions.declare(
    "accountability.approve", {roles.HEAD_OFFICE_HR, roles.AUDITOR}, "Approve the impact assessment"
).name
PACKAGE = permissions.declare("accountability.package", roles.HR, "Make an explanation package").name
