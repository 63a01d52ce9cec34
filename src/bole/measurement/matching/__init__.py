"""How well a résumé fits a job, with the line of every point. Pure: lists from the library, no clock."""

from bole.measurement.matching.scoring import identity, match, score_of

__all__ = ["identity", "match", "score_of"]
