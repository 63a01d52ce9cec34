"""What reviewers send."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

CANNOT_SAY = "none"


class OverrideForm(forms.Form):
    """A person's score beside the machine's."""

    competency = forms.CharField(max_length=64)
    score = forms.DecimalField(min_value=0, max_value=100, max_digits=4, decimal_places=1)
    reason = forms.CharField(min_length=5, max_length=1000, label=_("Reason"))


class CardForm(forms.Form):
    """The free text of a rating card; the levels are read by ``levels_of``."""

    comment = forms.CharField(required=False, max_length=2000)


def levels_of(posted: Mapping[str, str], asked: Iterable[str]) -> dict[str, Decimal | None]:
    """Competency → level (None for "cannot say"); what was not answered is left out, for the rules to see."""
    levels: dict[str, Decimal | None] = {}
    for key in asked:
        raw = posted.get(f"level-{key}", "")
        if raw == CANNOT_SAY:
            levels[key] = None
        elif raw:
            try:
                levels[key] = Decimal(raw)
            except InvalidOperation:
                continue
    return levels
