"""The pay lines of an offer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.hiring.offers.forms.fields import choice_field, money_field, number_field, text_field

MOST_LINES = 12
BLANK_LINES = 1
PERS = [("month", gettext_lazy("a month")), ("year", gettext_lazy("a year"))]


class LineForm(forms.Form):
    """One pay line."""

    key = forms.SlugField(max_length=32, required=False, widget=forms.HiddenInput())
    zh = text_field(gettext_lazy("Name in Chinese"), 40, required=False)
    en = text_field(gettext_lazy("Name in English"), 60, required=False)
    amount = money_field(gettext_lazy("Amount"), required=False)
    per = choice_field(gettext_lazy("Paid"), PERS)
    months = number_field(gettext_lazy("Times a year"), 24, required=False)
    fixed = forms.BooleanField(label=gettext_lazy("Guaranteed"), required=False)
    gone = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line with an amount has a name in both languages."""
        found = super().clean() or self.cleaned_data
        if found.get("amount") and not found.get("gone"):
            for name in ("zh", "en"):
                if not found.get(name):
                    self.add_error(name, _("Give the line a name in both languages."))
        return found


LineSet = forms.formset_factory(LineForm, extra=BLANK_LINES, max_num=MOST_LINES, validate_max=True)
