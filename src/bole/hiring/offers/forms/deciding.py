"""Reasons, and pay bands."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.foundation.ui import choices
from bole.foundation.ui.formats import say
from bole.hiring.offers import library
from bole.hiring.offers.forms.fields import choice_field, money_field, text_field


class ReasonForm(forms.Form):
    """A reason of a list, and words beside it."""

    reason = choice_field(gettext_lazy("Reason"), [])
    words = forms.CharField(
        label=gettext_lazy("In your own words (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        found = library.reasons(kind)
        choices.offer(self, "reason", [("", _("Choose")), *((key, say(name)) for key, name in found.items())])


class BandForm(forms.Form):
    """A new band of a grade."""

    job = forms.SlugField(widget=forms.HiddenInput())
    grade = forms.CharField(max_length=16, widget=forms.HiddenInput())
    low = money_field(gettext_lazy("Base from"))
    high = money_field(gettext_lazy("Base up to"))
    reason = text_field(gettext_lazy("Why"), 500)
