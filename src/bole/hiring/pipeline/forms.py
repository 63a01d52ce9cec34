"""A person's decision about an application."""

from django import forms

from bole.hiring.pipeline.policies import DECLINE_REASONS

ADVANCE_REASON = "decided_by_person"


class AdvanceForm(forms.Form):
    """Where to, and which version of the application the person was looking at."""

    to = forms.SlugField(max_length=32)
    version = forms.IntegerField(min_value=1)


class DeclineForm(forms.Form):
    """Why, out of the list."""

    reason = forms.ChoiceField(choices=DECLINE_REASONS)
    version = forms.IntegerField(min_value=1)
