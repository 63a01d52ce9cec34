"""Every write of a re-interview."""

from bole.hiring.panels.services.arranging import arrange, follow
from bole.hiring.panels.services.clocks import escalate, remind, remind_material
from bole.hiring.panels.services.closing import agree, close
from bole.hiring.panels.services.guiding import add_question, build_guide, change_question
from bole.hiring.panels.services.opening import (
    add_member,
    cancel,
    excuse,
    hand_over,
    open_panel,
    stop_where_gone,
)
from bole.hiring.panels.services.rating import amend, look, save_draft, submit
from bole.hiring.panels.services.setting import set_scores_open

__all__ = [
    "add_member",
    "add_question",
    "agree",
    "amend",
    "arrange",
    "build_guide",
    "cancel",
    "change_question",
    "close",
    "escalate",
    "excuse",
    "follow",
    "hand_over",
    "look",
    "open_panel",
    "remind",
    "remind_material",
    "save_draft",
    "set_scores_open",
    "stop_where_gone",
    "submit",
]
