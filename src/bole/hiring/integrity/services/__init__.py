"""Writes of integrity: one verb, one transaction. Nothing of it reaches a rating."""

from bole.hiring.integrity.services.deciding import decide, settle_decision
from bole.hiring.integrity.services.holding import erase, export
from bole.hiring.integrity.services.looking import look, look_again

__all__ = ["decide", "erase", "export", "look", "look_again", "settle_decision"]
