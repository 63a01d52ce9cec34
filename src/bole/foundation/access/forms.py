"""What people type to log in. Pasting and password managers are welcome (WCAG 3.3.8)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PasswordForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "input",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input"}),
    )


class CodeForm(forms.Form):
    """Six digits of the second factor; spaces from a paste are dropped."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "input code",
                "autofocus": True,
                "aria-describedby": "code-hint",
            }
        ),
    )

    def clean_code(self) -> str:
        """The digits, or an error that says what is wanted."""
        digits = "".join(str(self.cleaned_data["code"]).split())
        if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
            raise ValidationError(_("The code has six digits, for example 123 456."))
        return digits
