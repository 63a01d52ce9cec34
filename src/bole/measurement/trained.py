"""The door for raters a bank trains on its own marks: fit, compare with the rules, keep as a file, use."""

from bole.measurement.learning.cards import RaterCard, rater_cards
from bole.measurement.learning.comparing import LEAST, Marked, compare
from bole.measurement.learning.examples import Example
from bole.measurement.learning.fitted import Fitted
from bole.measurement.learning.fitting import fit_examples
from bole.measurement.learning.saving import from_bytes, to_bytes
from bole.measurement.scoring.trained import Trained, asked, with_trained

__all__ = [
    "LEAST",
    "Example",
    "Fitted",
    "Marked",
    "RaterCard",
    "Trained",
    "asked",
    "compare",
    "fit_examples",
    "from_bytes",
    "rater_cards",
    "to_bytes",
    "with_trained",
]
