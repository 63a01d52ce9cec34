"""Who may see and do what in onboarding."""

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("onboarding.view", roles.HR, "See who begins when").name
MANAGE = permissions.declare("onboarding.manage", roles.HR, "Do HR's part of onboarding").name
TEMPLATES = permissions.declare(
    "onboarding.templates", {roles.HEAD_OFFICE_HR}, "Import onboarding templates"
).name
PLACES = permissions.declare("onboarding.places", roles.HR, "Say where newcomers come to").name
LEAD = permissions.declare(
    "onboarding.lead",
    {roles.HIRING_MANAGER, roles.INTERVIEWER, *roles.HR},
    "Do the manager's part of onboarding",
).name
MINE = permissions.declare("onboarding.mine", {roles.HIRING_MANAGER}, "Find one's newcomers in the menu").name
IT = permissions.declare("onboarding.it", {roles.IT_ADMIN}, "Do IT's part of onboarding").name

LEAVE_REASONS = [
    ("withdrew_after_signing", _("Withdrew after signing")),
    ("no_show", _("Did not come on the first day")),
]
SEND_BACK_REASONS = [
    ("unreadable", _("Cannot be read")),
    ("cut_off", _("Part of it is cut off")),
    ("wrong_document", _("It is another document")),
    ("not_yours", _("It is somebody else's")),
    ("data_differ", _("It differs from what you told us")),
    ("expired", _("It has expired")),
]
