"""Who sees agreement of panels, of himself, of named people, and who proposes and signs changes."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare(
    "agreement.view", {*roles.HR, roles.AUDITOR}, "See how panels and machine agree"
).name
MINE = permissions.declare(
    "agreement.mine", {*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER}, "See how one's own ratings lie"
).name
# The rail shows it to those who come for nothing else; HR finds it as a tab.
OWN = permissions.declare(
    "agreement.own", {roles.INTERVIEWER, roles.HIRING_MANAGER}, "Come straight to one's own ratings"
).name
PEOPLE = permissions.declare(
    "agreement.people", {roles.HEAD_OFFICE_HR}, "See how named people's ratings lie, for a purpose"
).name
CHANGE = permissions.declare(
    "agreement.change", {roles.HEAD_OFFICE_HR}, "Propose a change after a mismatch"
).name
SIGN = permissions.declare(
    "agreement.sign", {roles.HEAD_OFFICE_HR}, "Sign a change proposed after a mismatch"
).name
