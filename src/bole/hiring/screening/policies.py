"""Who sees screenings, decides about them, and writes the rules."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("screening.view", roles.HR, "See how résumés were screened").name
DECIDE = permissions.declare("screening.decide", roles.HR, "Decide about screened applications").name
WRITE = permissions.declare("screening.rules", roles.HR, "Write and put in force screening rules").name
SURGE = permissions.declare("screening.surge", roles.HR, "Set and stop the quick screening").name
