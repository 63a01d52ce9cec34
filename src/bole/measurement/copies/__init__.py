"""Near-copies of texts: a measure for integrity, with no way into a score (a test watches that no rater
imports it)."""

from bole.measurement.copies.matching import Match, match
from bole.measurement.copies.shingles import Signature, bands, likeness, pieces, read_signature, signature

__all__ = ["Match", "Signature", "bands", "likeness", "match", "pieces", "read_signature", "signature"]
