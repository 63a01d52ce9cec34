"""Facial and vocal affect, as counts and figures of what is seen and heard; nothing is called emotion.

Nothing but ``registry.load_affect`` imports this package: a build for the European Union leaves it out.
"""

from bole.perception.components.affect import expressions, loudness, pitch

__all__ = ["expressions", "loudness", "pitch"]
