"""Writes of analysis. Models run between two short transactions, never inside one."""

from bole.hiring.analysis.services.analysing import analyse
from bole.hiring.analysis.services.ending import fingerprint_of, tell_when_ended
from bole.hiring.analysis.services.planning import TASKS, plan_answer, rerun

__all__ = ["TASKS", "analyse", "fingerprint_of", "plan_answer", "rerun", "tell_when_ended"]
