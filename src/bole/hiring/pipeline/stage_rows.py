"""The reminders and surveys of a stage as rows of its form: as many as there are, and one more to fill in.

A row whose first field is emptied is gone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bole.hiring.pipeline import words

MOST = 6  # of each kind, per stage
LONGEST = 8784  # hours of a leap year
Choices = Sequence[tuple[str, Any]]


class Row(forms.Form):
    """One row; ``first``: the field without which there is none."""

    first = ""

    def __init__(
        self,
        *,
        prefix: str,
        choices: Mapping[str, Choices],
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data, prefix=prefix, initial=initial, empty_permitted=True, use_required_attribute=False
        )
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices[name])
                field.widget.attrs["class"] = "select"
            else:
                field.widget.attrs["class"] = "input"

    def has_changed(self) -> bool:
        """Whether there is a row at all: without its first field nothing else of it is asked."""
        return bool(str(self.data.get(self.add_prefix(self.first), "")).strip())

    def row(self) -> dict[str, Any] | None:
        """As it is written down; None for an empty one."""
        said = getattr(self, "cleaned_data", {})
        return dict(said) if said.get(self.first) else None


class ReminderRow(Row):
    """A word to somebody of the bank."""

    first = "hours"
    hours = forms.IntegerField(label=_("So many hours"), required=False, min_value=1, max_value=LONGEST)
    moment = forms.ChoiceField(label=_("When"))
    to = forms.ChoiceField(label=_("Who is reminded"))
    template = forms.ChoiceField(label=_("Message"), initial="stage-due")


class SurveyRow(Row):
    """A survey to the candidate."""

    first = "key"
    key = forms.ChoiceField(label=_("Which survey"), required=False)
    moment = forms.ChoiceField(label=_("When"))
    hours = forms.IntegerField(label=_("Hours later"), required=False, min_value=0, max_value=LONGEST)

    def row(self) -> dict[str, Any] | None:
        """As it is written down: at once where no hours are said."""
        found = super().row()
        return found and {**found, "hours": found["hours"] or 0}


class Rows:
    """All rows of one kind. ``known``: those of the stage's body; ``post``: what was typed, if anything."""

    def __init__(
        self,
        kind: type[Row],
        prefix: str,
        known: Sequence[Mapping[str, Any]],
        choices: Mapping[str, Choices],
        post: QueryDict | None,
    ) -> None:
        self.prefix, self.most = prefix, MOST
        if post is None:
            self.forms = [self._form(kind, n, choices, initial=dict(one)) for n, one in enumerate(known)]
        else:
            typed = (f"{prefix}-{n}-{kind.first}" for n in range(MOST + len(known)))
            numbers = [n for n, name in enumerate(typed) if name in post]
            wanted = [n for n in numbers if f"{prefix}-{n}" != post.get("without")]
            self.forms = [self._form(kind, n, choices, data=post) for n in wanted]
        if post is None or post.get("more") == prefix:
            self._add(kind, choices)

    def _add(self, kind: type[Row], choices: Mapping[str, Choices]) -> None:
        if len(self.forms) < MOST:
            used = [int(str(one.prefix).rpartition("-")[2]) for one in self.forms]
            self.forms.append(self._form(kind, 1 + max(used, default=-1), choices))

    def _form(self, kind: type[Row], number: int, choices: Mapping[str, Choices], **more: Any) -> Row:
        return kind(prefix=f"{self.prefix}-{number}", choices=choices, **more)

    def is_valid(self) -> bool:
        """Whether every typed row can be written down."""
        return all(not one.is_bound or one.is_valid() for one in self.forms)

    def body(self) -> list[dict[str, Any]]:
        """The rows that hold something."""
        return [found for one in self.forms if (found := one.row()) is not None]

    @property
    def full(self) -> bool:
        """Whether there is no room for another."""
        return len(self.forms) >= MOST


def reminders(known: Sequence[Mapping[str, Any]], messages: Choices, post: QueryDict | None) -> Rows:
    """The reminders of a stage; ``messages``: those that can remind."""
    choices = {"moment": words.MOMENTS, "to": words.RECIPIENTS, "template": messages}
    return Rows(ReminderRow, "reminder", known, choices, post)


def surveys(known: Sequence[Mapping[str, Any]], published: Choices, post: QueryDict | None) -> Rows:
    """The surveys that go out from a stage."""
    choices = {"key": [("", _("none")), *published], "moment": words.SURVEY_MOMENTS}
    return Rows(SurveyRow, "survey", known, choices, post)
