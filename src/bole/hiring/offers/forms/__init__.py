"""What the offer pages post."""

from bole.hiring.offers.forms.deciding import BandForm, ReasonForm
from bole.hiring.offers.forms.drafting import forms_for, part_names, posted, terms_from
from bole.hiring.offers.forms.money import fen, yuan

__all__ = [
    "BandForm",
    "ReasonForm",
    "fen",
    "forms_for",
    "part_names",
    "posted",
    "terms_from",
    "yuan",
]
