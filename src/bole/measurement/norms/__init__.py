"""The scale, people among others, and two scorings side by side. The door of the package."""

from bole.measurement.norms.changes import Change, Crossings, change, crossings, spearman
from bole.measurement.norms.percentile import SMALLEST, Place, place
from bole.measurement.norms.ranking import Scored, Standing, standings, tied
from bole.measurement.norms.scale import Points, shown, stored, view

__all__ = [
    "SMALLEST",
    "Change",
    "Crossings",
    "Place",
    "Points",
    "Scored",
    "Standing",
    "change",
    "crossings",
    "place",
    "shown",
    "spearman",
    "standings",
    "stored",
    "tied",
    "view",
]
