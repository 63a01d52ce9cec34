"""What a person says about a finding."""

from django import forms

from bole.hiring.integrity.words import CHOICES


class DecisionForm(forms.Form):
    """One of three ways on, and why."""

    choice = forms.ChoiceField(choices=CHOICES)
    reason = forms.CharField(min_length=10, max_length=1000)


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(min_length=10, max_length=1000)
