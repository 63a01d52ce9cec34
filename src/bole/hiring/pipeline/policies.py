"""Who may move applications."""

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles

VIEW = permissions.declare(
    "pipeline.view", {*roles.HR, roles.INTERVIEWER}, "See where applications stand"
).name
ADVANCE = permissions.declare("pipeline.advance", roles.HR, "Advance an application").name
DECLINE = permissions.declare("pipeline.decline", roles.HR, "Decline an application").name
APPLY = permissions.declare("pipeline.apply", roles.HR, "Enter an application").name
PROCESSES = permissions.declare("pipeline.processes", roles.HR, "See processes and their versions").name
DESIGN = permissions.declare(
    "pipeline.design", {roles.HEAD_OFFICE_HR}, "Change processes and publish them"
).name

# Codes go into the transition and the audit; the words are for the page. All are about the job.
DECLINE_REASONS = [
    ("requirements_not_met", _("Requirements of the job not met")),
    ("competency_below_pass", _("A needed competency is below the pass mark")),
    ("others_stronger", _("Others fit this opening better")),
    ("opening_filled", _("The opening is filled")),
    ("not_reachable", _("The candidate cannot be reached")),
    ("conditions_differ", _("Place, time or conditions do not fit")),
]
