"""The bank's roles. What each may do is declared by the capabilities (``permissions.declare``)."""

from django.utils.translation import gettext_lazy as _

HEAD_OFFICE_HR = "head_office_hr"
BRANCH_HR = "branch_hr"
HIRING_MANAGER = "hiring_manager"
INTERVIEWER = "interviewer"
AUDITOR = "auditor"
IT_ADMIN = "it_admin"

HR = frozenset({HEAD_OFFICE_HR, BRANCH_HR})
ALL = frozenset({HEAD_OFFICE_HR, BRANCH_HR, HIRING_MANAGER, INTERVIEWER, AUDITOR, IT_ADMIN})

# Keeping the machines running needs no look at people: row-level security shows these roles no row at all.
BLIND = frozenset({IT_ADMIN})

ROLE_CHOICES = [
    (HEAD_OFFICE_HR, _("Head-office HR")),
    (BRANCH_HR, _("Branch HR")),
    (HIRING_MANAGER, _("Hiring manager")),
    (INTERVIEWER, _("Interviewer")),
    (AUDITOR, _("Auditor")),
    (IT_ADMIN, _("IT administrator")),
]
