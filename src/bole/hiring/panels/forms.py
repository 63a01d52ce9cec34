"""What people of the bank type on the pages of re-interviews."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bole.foundation.ui import choices
from bole.hiring.panels.rules.cards import LONGEST, RECOMMENDATIONS


def entries_of(post: Mapping[str, Any], asked: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The card as it was posted: ``level-KEY`` 1–5 or none, ``note-KEY``, ``evidence-KEY``."""
    found: dict[str, dict[str, Any]] = {}
    for key in asked:
        one: dict[str, Any] = {name: post.get(f"{name}-{key}", "") for name in ("note", "evidence")}
        level = post.get(f"level-{key}", "")
        if level:
            one["level"] = None if level == "none" else (int(level) if level in set("12345") else 0)
        found[key] = one
    return found


class CardForm(forms.Form):
    """What a card holds beside the competencies. A draft needs none of it."""

    comment = forms.CharField(required=False, max_length=LONGEST)
    recommendation = forms.ChoiceField(required=False, choices=[(one, one) for one in RECOMMENDATIONS])
    saves = forms.IntegerField(required=False, min_value=0)
    version = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(required=False, max_length=LONGEST)


class OpenForm(forms.Form):
    """Who sits on a new panel, and who leads it; choices are those of the unit."""

    members = forms.TypedMultipleChoiceField(coerce=str, required=False)
    lead = forms.ChoiceField()
    guide = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices.offer(self, "members", people)
        choices.offer(self, "lead", leads)


class QuestionForm(forms.Form):
    """Other words for a targeted question, or take it out."""

    question = forms.SlugField(max_length=80)
    text = forms.CharField(max_length=600)
    english = forms.CharField(required=False, max_length=600)
    removed = forms.BooleanField(required=False)
    version = forms.IntegerField(min_value=1)


class OwnForm(forms.Form):
    """A question of one's own."""

    text = forms.CharField(
        label=_("Question in Chinese"),
        max_length=600,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3, "lang": "zh"}),
    )
    english = forms.CharField(
        label=_("Question in English (empty: the same words)"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 2, "lang": "en"}),
    )
    why = forms.CharField(
        label=_("Why it is asked"), max_length=300, widget=forms.TextInput(attrs={"class": "input"})
    )
    competency = forms.CharField(required=False, max_length=64)
    version = forms.IntegerField(min_value=1)


class AgreeForm(forms.Form):
    """What they agreed on for one competency."""

    competency = forms.CharField(max_length=64)
    level = forms.IntegerField(min_value=1, max_value=5)
    reason = forms.CharField(max_length=LONGEST)


class CloseForm(forms.Form):
    """The lead's decision."""

    decision = forms.ChoiceField(choices=[("advance", ""), ("decline", "")])
    to = forms.CharField(required=False, max_length=32)
    reason = forms.CharField(required=False, max_length=64)
    version = forms.IntegerField(min_value=1)


class MemberForm(forms.Form):
    """One person of the panel; why he leaves."""

    user = forms.UUIDField()
    why = forms.CharField(required=False, max_length=200)


class ArrangeForm(forms.Form):
    """How long, and by video or (without a link) in a room."""

    minutes = forms.IntegerField(min_value=15, max_value=240)
    video_url = forms.CharField(required=False, max_length=500)


class SettingForm(forms.Form):
    """An unticked box is a no."""

    scores_open = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=300)
