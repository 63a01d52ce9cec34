"""What the pages send."""

from django import forms


class ContractForm(forms.Form):
    """The day the written contract was signed; ``version``: of the record the reader saw."""

    signed_on = forms.DateField()
    version = forms.IntegerField(min_value=1)
