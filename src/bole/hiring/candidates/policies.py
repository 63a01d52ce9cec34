"""Who may do what with people's files."""

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("candidates.view", {*roles.HR, roles.INTERVIEWER}, "See a candidate's name").name
CONTACT = permissions.declare("candidates.contact", roles.HR, "See how to reach a candidate").name
REGISTER = permissions.declare("candidates.register", roles.HR, "Register a candidate").name
RESUME = permissions.declare("candidates.resume", roles.HR, "Read and paste a résumé").name
MERGE = permissions.declare("candidates.merge", roles.HR, "Merge two files of one person").name
# A person's rows may lie at several branches: only who sees the whole bank hands out or removes all.
HAND_OUT = permissions.declare(
    "candidates.hand_out", {roles.HEAD_OFFICE_HR}, "Give a person a copy of all data"
).name
REMOVE = permissions.declare("candidates.remove", {roles.HEAD_OFFICE_HR}, "Erase a person").name

# Codes go into the audit line; the words are for the page.
HAND_OUT_REASONS = [
    ("person_asked", _("The person asked for a copy")),
    ("order", _("An authority ordered it")),
]
REMOVE_REASONS = [
    ("withdrawn", _("The person asked to be erased")),
    ("retention", _("The time of keeping is over")),
    ("order", _("An authority ordered it")),
]
