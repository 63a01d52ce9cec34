"""What the pages take from an address or a form."""

from django import forms

from bole.insight.agreement.services import PURPOSES
from bole.insight.agreement.words import STRETCHES


class StretchForm(forms.Form):
    """How many days back; what is invalid is dropped."""

    days = forms.TypedChoiceField(required=False, coerce=int, choices=[(d, d) for d in STRETCHES])


class PurposeForm(forms.Form):
    """What named figures are opened for."""

    purpose = forms.ChoiceField(choices=[(key, key) for key in PURPOSES])


class ProposalForm(forms.Form):
    """Competencies whose questions are to be reviewed, and why."""

    competencies = forms.CharField(max_length=1000)
    reason = forms.CharField(max_length=500)

    def keys(self) -> list[str]:
        """The competencies, split."""
        return [key for key in self.cleaned_data["competencies"].split() if key]
