"""Who may do what with re-interviews."""

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor

MEMBERS = frozenset({*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER})
VIEW = permissions.declare("panels.view", MEMBERS, "See panels one sits on").name
MANAGE = permissions.declare("panels.manage", roles.HR, "Prepare, open and close panels").name
SCORE = permissions.declare("panels.score", MEMBERS, "Rate in a panel").name
FIGURES = permissions.declare(
    "panels.figures", {*roles.HR, roles.AUDITOR}, "Count what panels gave, without anybody's name"
).name
SETTING = permissions.declare(
    "panels.setting", {roles.HEAD_OFFICE_HR}, "Decide whether raters see the machine's scores first"
).name

CANCEL_REASONS = [
    ("candidate", _("The candidate cannot come")),
    ("opening", _("The opening is paused or filled")),
    ("mistake", _("Opened by mistake")),
]


def only_own(actor: Actor) -> bool:
    """Whether the actor sees nothing but panels he sits on: somebody who is not HR as well."""
    return actor.kind == "user" and not actor.roles & roles.HR
