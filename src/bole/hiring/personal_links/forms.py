"""What a person types at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The six digits; spaces from a paste are forgiven."""

    code = forms.CharField(max_length=12, label=_("Code"))

    def clean_code(self) -> str:
        """Digits only."""
        return "".join(character for character in self.cleaned_data["code"] if character.isdigit())
