"""What is typed into the assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from bole.kernel.errors import InvalidError
from bole.measurement.fairness.impact import Group, impacts


class GroupsForm(forms.Form):
    """The bank's own counts, a group per line: ``name; applied; selected``, perhaps ``; scored; above``."""

    groups = forms.CharField(
        required=False,
        max_length=6000,
        label=lazy("Counts by group, one per line: name; applied; selected; scored; above the median"),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 5}),
        help_text=lazy(
            "Only from attributes people gave voluntarily and apart from the interview. "
            "Empty: not collected. The last two may be left out; intersections are groups of their own."
        ),
    )
    groups_source = forms.CharField(
        required=False,
        max_length=300,
        label=lazy("Where these counts come from"),
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean_groups(self) -> list[Group]:
        """Counts that can be, or a sentence on what is wrong."""
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["groups"].splitlines()), start=1):
            parts = [part.strip() for part in line.replace("；", ";").split(";")]
            if (
                len(parts) not in (3, 5)
                or not parts[0]
                or not all(p.isascii() and p.isdigit() for p in parts[1:])
            ):
                raise forms.ValidationError(
                    lazy(
                        "Line %(n)s: write name; applied; selected, or name; applied; selected; scored; above"
                    ),
                    params={"n": number},
                )
            found.append(Group(parts[0][:80], *(int(part[:9]) for part in parts[1:])))
        try:
            impacts(found)
        except InvalidError:
            raise forms.ValidationError(
                lazy("At least two groups, each once, and nobody selected who did not apply.")
            ) from None
        return found

    def clean(self) -> dict[str, Any]:
        """Counts need a source."""
        found = super().clean() or {}
        if found.get("groups") and not found.get("groups_source", "").strip():
            self.add_error("groups_source", lazy("Say where the counts come from."))
        return found


class ReasonForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(min_length=20, max_length=1000)
