"""Writes of calibration: one verb, one transaction."""

from bole.hiring.calibration.services.drawing import DUE, draw, escalate, set_rate
from bole.hiring.calibration.services.holding import erase, export
from bole.hiring.calibration.services.noting import note
from bole.hiring.calibration.services.training import Training, train

__all__ = ["DUE", "Training", "draw", "erase", "escalate", "export", "note", "set_rate", "train"]
