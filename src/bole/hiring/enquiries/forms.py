"""What people of the bank type on these pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from bole.hiring.enquiries import rules


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "textarea", "rows": rows})


class AnswerForm(forms.Form):
    """The answer to one question."""

    text = forms.CharField(label=lazy("Your answer"), max_length=rules.LONGEST_ANSWER, widget=_area(6))


class AssignForm(forms.Form):
    """Who takes care of it."""

    owner = forms.UUIDField()


class FaqForm(forms.Form):
    """One entry in both languages; further phrasings one a line."""

    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    zh_question = forms.CharField(
        label=lazy("Question in Chinese"),
        max_length=rules.LONGEST,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    zh_also = forms.CharField(
        label=lazy("Asked in other words, one a line"), required=False, max_length=4000, widget=_area(5)
    )
    zh_answer = forms.CharField(
        label=lazy("Answer in Chinese"), max_length=rules.LONGEST_ANSWER, widget=_area(5)
    )
    en_question = forms.CharField(
        label=lazy("Question in English"),
        required=False,
        max_length=rules.LONGEST,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    en_also = forms.CharField(
        label=lazy("Asked in other words, one a line"), required=False, max_length=4000, widget=_area(4)
    )
    en_answer = forms.CharField(
        label=lazy("Answer in English"), required=False, max_length=rules.LONGEST_ANSWER, widget=_area(5)
    )

    @classmethod
    def of(cls, body: Any, number: int) -> "FaqForm":
        """The form filled with what stands."""
        filled: dict[str, Any] = {"number": number}
        for language in ("zh", "en"):
            words = body[language]
            filled[f"{language}_question"] = words["question"]
            filled[f"{language}_also"] = "\n".join(words["also"])
            filled[f"{language}_answer"] = words["answer"]
        return cls(initial=filled)

    def body(self) -> dict[str, dict[str, Any]]:
        """What was typed, in the shape services take."""
        typed = self.cleaned_data
        return {
            language: {
                "question": typed[f"{language}_question"],
                "also": typed[f"{language}_also"].splitlines(),
                "answer": typed[f"{language}_answer"],
            }
            for language in ("zh", "en")
        }
