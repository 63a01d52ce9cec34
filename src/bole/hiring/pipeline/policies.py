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

# Codes go into the transition and the audit; the words are for the page. Reasons for declining are the
# process's own (``queries.reason_choices``); a hold decides nothing and has the same few everywhere.
HOLD_REASONS = [
    ("waiting_for_candidate", _("Waiting for the candidate")),
    ("waiting_for_documents", _("Waiting for documents")),
    ("opening_paused", _("The opening is paused")),
    ("compared_later", _("To be compared with others later")),
]
# Why a declined application is taken up again.
REOPEN_REASONS = [
    ("mistake", _("Declined by mistake")),
    ("looked_again", _("Another person looked and found otherwise")),
    ("place_free", _("There is a place again")),
]

# What still waits in a stage (``gates``), by the code its keeper gives.
OPEN_WORK = {
    "panel_open": _("Nothing was changed: a panel is under way. Close it with its decision, or call it off."),
    "checks_open": _(
        "Nothing was changed: the background check is not finished. Wait, or end it there with a reason."
    ),
    "offer_open": _("Nothing was changed: the offer is not signed. Wait for it, or withdraw it."),
}
