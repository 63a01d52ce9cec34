"""Fields of the offer pages."""

from typing import Any

from django import forms


def money_field(label: Any, **more: Any) -> forms.DecimalField:
    """Yuan with at most two digits behind the point."""
    widget = forms.NumberInput(attrs={"class": "input num", "inputmode": "decimal", "step": "0.01"})
    return forms.DecimalField(
        label=label, min_value=0, max_digits=12, decimal_places=2, widget=widget, **more
    )


def number_field(label: Any, most: int, **more: Any) -> forms.IntegerField:
    """A small whole number."""
    widget = forms.NumberInput(attrs={"class": "input num", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, **more)


def text_field(label: Any, longest: int, **more: Any) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label, max_length=longest, widget=forms.TextInput(attrs={"class": "input"}), **more
    )


def choice_field(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.Select(attrs={"class": "select"}), **more
    )
