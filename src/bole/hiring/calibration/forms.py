"""What HR sends."""

from django import forms


class ShareForm(forms.Form):
    """The share of one opening."""

    requisition = forms.UUIDField()
    percent = forms.IntegerField(min_value=0, max_value=100)


class AssignForm(forms.Form):
    """Who rates it again."""

    owner = forms.UUIDField()
