"""What HR sends."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from bole.hiring.feedback.models import FeedbackRule

MODES = [
    (FeedbackRule.Mode.DECISION, lazy("With the decision")),
    (FeedbackRule.Mode.AUTOMATIC, lazy("By itself, some hours after the last answer")),
    (FeedbackRule.Mode.RELEASED, lazy("Only when a person released it")),
]


class RuleForm(forms.Form):
    """When the letters of one opening go."""

    requisition = forms.UUIDField()
    mode = forms.ChoiceField(choices=MODES)
    hours = forms.IntegerField(min_value=1, max_value=24)
    next_days = forms.IntegerField(min_value=1, max_value=30)


class EditForm(forms.Form):
    """Another wording of one passage."""

    part = forms.CharField(max_length=64)
    text = forms.CharField(max_length=4000, required=False)
