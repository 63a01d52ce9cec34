"""Writes of agreement: the check of machine against panel, what is proposed after it, and who looked at whom
for what."""

from bole.insight.agreement.services.changing import CHANGE, approved, propose, refused, withdrawn
from bole.insight.agreement.services.checking import CHECK, check, plan
from bole.insight.agreement.services.looking import PURPOSES, note_export, note_look, open_people

__all__ = [
    "CHANGE",
    "CHECK",
    "PURPOSES",
    "approved",
    "check",
    "note_export",
    "note_look",
    "open_people",
    "plan",
    "propose",
    "refused",
    "withdrawn",
]
