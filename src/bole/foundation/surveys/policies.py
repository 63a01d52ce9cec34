"""Who may build surveys and read what came of them. Interviewers do neither: they rate."""

from bole.foundation.access import permissions, roles

BUILD = permissions.declare("surveys.build", roles.HR, "Build and publish surveys").name
READ = permissions.declare("surveys.read", roles.HR, "Read results of surveys").name
