"""Who may do what with re-interviews."""

from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor

MEMBERS = frozenset({*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER})
VIEW = permissions.declare("panels.view", MEMBERS, "See panels one sits on", guests=True).name
MANAGE = permissions.declare("panels.manage", roles.HR, "Prepare, open and close panels").name
SCORE = permissions.declare("panels.score", MEMBERS, "Rate in a panel", guests=True).name
FIGURES = permissions.declare(
    "panels.figures", {*roles.HR, roles.AUDITOR}, "Count what panels gave, without anybody's name"
).name
SETTING = permissions.declare(
    "panels.setting", {roles.HEAD_OFFICE_HR}, "Decide whether raters see the machine's scores first"
).name

GUESTS = permissions.declare(
    "panels.guests", {roles.HEAD_OFFICE_HR}, "Ask people of other branches to sit on a panel"
).name
# Who may come from another branch. HR's lists would show more than one panel, so HR does not.
VISITING = frozenset({roles.INTERVIEWER, roles.HIRING_MANAGER})

CANCEL_REASONS = [
    ("candidate", _("The candidate cannot come")),
    ("opening", _("The opening is paused or filled")),
    ("mistake", _("Opened by mistake")),
]


def may_visit(actor: Actor) -> bool:
    """Whether somebody of another branch may be asked to sit on a panel."""
    return bool(actor.roles & VISITING) and not actor.roles & roles.HR


def only_own(actor: Actor) -> bool:
    """Whether the actor sees nothing but panels he sits on: somebody who is not HR as well."""
    return actor.kind == "user" and not actor.roles & roles.HR
