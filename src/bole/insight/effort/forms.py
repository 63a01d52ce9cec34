"""What the pages take from an address or a form."""

from django import forms

from bole.insight.effort.words import PERIODS


class ScopeForm(forms.Form):
    """Period and unit; what is invalid is dropped."""

    period = forms.ChoiceField(required=False, choices=list(PERIODS.items()))
    unit = forms.UUIDField(required=False)


class NormForm(forms.Form):
    """Minutes of one activity; empty takes them back."""

    activity = forms.SlugField(max_length=40)
    minutes = forms.DecimalField(required=False, min_value=0, max_value=480, max_digits=5, decimal_places=1)
    source = forms.CharField(required=False, max_length=200)
