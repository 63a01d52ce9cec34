"""What the pages send, in a form the services take."""

from collections.abc import Mapping
from datetime import date

from django import forms

from bole.kernel.errors import InvalidError


class PlaceForm(forms.Form):
    """Where newcomers of a unit come to."""

    address_zh = forms.CharField(required=False, max_length=1000)
    address_en = forms.CharField(required=False, max_length=1000)
    route_zh = forms.CharField(required=False, max_length=1000)
    route_en = forms.CharField(required=False, max_length=1000)
    contact = forms.CharField(required=False, max_length=120)


def day_of(sent: Mapping[str, str], name: str) -> date:
    """A date field; InvalidError for anything else."""
    try:
        return date.fromisoformat(sent.get(name, ""))
    except ValueError as error:
        raise InvalidError(f"{name} is a date", fields={name: "invalid"}) from error


def number_of(sent: Mapping[str, str], name: str) -> int:
    """A whole number; InvalidError for anything else."""
    text = sent.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidError(f"{name} is a number", fields={name: "invalid"})
    return int(text)
