"""Who may see and change employee records."""

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("employees.view", roles.HR, "See employee records").name
FILE = permissions.declare("employees.file", roles.HR, "See what an employee's file holds").name
MANAGE = permissions.declare("employees.manage", roles.HR, "Change employee records").name

# Codes go into the step and the audit; the words are for the page.
END_REASONS = [
    ("withdrew_after_signing", _("Withdrew after signing")),
    ("no_show", _("Did not come on the first day")),
    ("probation_not_met", _("Did not meet the standard of the probation")),
    ("resigned_in_probation", _("Resigned during the probation")),
    ("agreed", _("Ended by agreement")),
    ("mistake", _("The record was made by mistake")),
]
POSTPONE_REASONS = [
    ("person_asked", _("The person asked for it")),
    ("notice_period", _("Notice at the former employer")),
    ("materials_missing", _("Materials are still missing")),
    ("bank_asked", _("The bank asked for it")),
]
