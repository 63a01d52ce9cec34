"""What the pages post, as plain values. What a rule may be is asked in ``rules.building``."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from bole.hiring.screening.rules.building import NEEDS

_SPLIT = re.compile(r"[,，、;；\n]+")


class PlanForm(forms.Form):
    """When a surge begins and ends, what is core, and from which match on the quick step advances."""

    enabled = forms.BooleanField(required=False)
    threshold = forms.IntegerField(min_value=2, max_value=100_000)
    window_hours = forms.IntegerField(min_value=1, max_value=336)
    advance_from = forms.IntegerField(min_value=0, max_value=100)
    core_share = forms.IntegerField(min_value=10, max_value=100)
    calm_percent = forms.IntegerField(min_value=1, max_value=100)


class AddForm(forms.Form):
    """Where a test goes: a rule of its own, or joined to a rule."""

    need = forms.ChoiceField(choices=[(need, need) for need in NEEDS])
    place = forms.RegexField(r"^(own|(all|any):\d{1,2})$")

    def target(self) -> tuple[int | None, str]:
        """(rule, how) of a place."""
        how, _, index = self.cleaned_data["place"].partition(":")
        return (int(index), how) if index else (None, "")


def test_of(post: QueryDict) -> dict[str, Any]:
    """The test a form describes; nonsense in it is refused by the rules themselves."""
    kind = post.get("kind", "")
    reader = _READERS.get(kind)
    return {"kind": kind, **(reader(post) if reader else {})}


def number(text: str | None) -> int | float | str:
    """A number where it is one, else the text, which no rule takes."""
    try:
        value = float(text or "")
    except ValueError:
        return text or ""
    if not math.isfinite(value):
        return text or ""
    return int(value) if value == int(value) else value


_READERS: Mapping[str, Callable[[QueryDict], dict[str, Any]]] = {
    "degree": lambda post: {
        "at_least": post.get("at_least", ""),
        "studying_counts": post.get("studying_counts") == "on",
    },
    "major": lambda post: {"family": post.get("family", "")},
    "experience": lambda post: {
        "industry": post.get("industry", ""),
        "years": number(post.get("years")),
        "internships": post.get("internships") == "on",
    },
    "certificate": lambda post: {"any_of": post.getlist("any_of")},
    "language": lambda post: {"language": post.get("language", "")},
    "gap": lambda post: {"months": number(post.get("months"))},
    "words": lambda post: {"any_of": [w for w in _SPLIT.split(post.get("any_of", "")) if w.strip()]},
    "school_tier": lambda post: {
        "any_of": post.getlist("any_of"),
        "justification": post.get("justification", ""),
    },
}
