"""A person's decision about an application."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bole.hiring.pipeline import words
from bole.hiring.pipeline.policies import HOLD_REASONS, REOPEN_REASONS

ADVANCE_REASON = "decided_by_person"


class AdvanceForm(forms.Form):
    """Where to, and which version of the application the person was looking at."""

    to = forms.SlugField(max_length=32)
    version = forms.IntegerField(min_value=1)


class DeclineForm(forms.Form):
    """Why: a code of the application's process, which the view compares."""

    reason = forms.SlugField(max_length=64)
    version = forms.IntegerField(min_value=1)


class HoldForm(forms.Form):
    """Why an application waits, and the day it is taken up again by itself, if any."""

    reason = forms.ChoiceField(choices=HOLD_REASONS)
    until = forms.DateField(required=False)
    version = forms.IntegerField(min_value=1)

    def clean_until(self) -> datetime | None:
        """The beginning of that day, as the bank's clock has it."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time())) if day else None


class ResumeForm(forms.Form):
    """Which version of the application the person was looking at."""

    version = forms.IntegerField(min_value=1)


class ReopenForm(forms.Form):
    """Why an application that was declined goes on."""

    reason = forms.ChoiceField(choices=REOPEN_REASONS)
    version = forms.IntegerField(min_value=1)


UNITS = [("", _("none")), ("hours", _("hours")), ("working_days", _("working days"))]


class StageForm(forms.Form):
    """One stage of a draft, as a person reads it. ``others``: the other stages as (key, words)."""

    key = forms.SlugField(label=_("Short name, in small letters"), max_length=32)
    label_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    label_en = forms.CharField(label=_("Name in English"), max_length=60)
    kind = forms.ChoiceField(label=_("What happens here"))
    leads_to = forms.MultipleChoiceField(label=_("Leads to"), required=False)
    returns_to = forms.MultipleChoiceField(label=_("May go back to"), required=False)
    decides = forms.MultipleChoiceField(label=_("Who decides"), required=False)
    entry = forms.MultipleChoiceField(label=_("Needed on the way in"), required=False)
    exit = forms.MultipleChoiceField(label=_("Needed on the way out"), required=False)
    level_count = forms.IntegerField(
        label=_("To be done within"), required=False, min_value=1, max_value=9999
    )
    level_unit = forms.ChoiceField(label=_("Counted in"), required=False, choices=UNITS)
    escalate_count = forms.IntegerField(
        label=_("Told upwards after a further"), required=False, min_value=1, max_value=9999
    )
    escalate_unit = forms.ChoiceField(label=_("Counted in"), required=False, choices=UNITS[1:])
    invite = forms.BooleanField(label=_("Invite on entering, where the opening says so"), required=False)
    automatic = forms.BooleanField(label=_("The job's rule may advance out of this stage"), required=False)

    def __init__(
        self,
        *args: Any,
        others: list[tuple[str, str]],
        roles: list[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        for name in ("leads_to", "returns_to"):
            self._choose(name, others)
        self._choose("decides", roles)
        for name in ("entry", "exit"):
            self._choose(name, words.CONDITIONS)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(key, said) for key, said in words.KINDS if key != "closed"]
        for field in self.fields.values():
            css = "select" if isinstance(field.widget, forms.Select) else "input"
            if isinstance(field, forms.BooleanField):
                css = "checkbox"
            field.widget.attrs.setdefault("class", css)

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.widget = forms.CheckboxSelectMultiple(attrs={"class": "checkbox"})
        field.choices = list(choices)

    def body(self) -> dict[str, Any]:
        """The stage as it is written down, but its reminders and surveys (``stage_rows``)."""
        said = self.cleaned_data
        row: dict[str, Any] = {
            "key": said["key"],
            "label": {"zh": said["label_zh"], "en": said["label_en"]},
            "kind": said["kind"],
            **{name: said[name] for name in ("leads_to", "returns_to", "decides", "entry", "exit")},
            "on_enter": ["invite"] if said["invite"] else [],
            "automatic": said["automatic"],
        }
        if said["level_unit"] and said["level_count"]:
            row["service_level"] = {said["level_unit"]: said["level_count"]}
            row["escalate_after"] = {said["escalate_unit"] or "hours": said["escalate_count"] or 24}
        return row


def initial_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a stage's body."""
    level, escalate = row.get("service_level", {}), row.get("escalate_after", {"hours": 24})
    return {
        **{name: row.get(name, []) for name in ("leads_to", "returns_to", "decides", "entry", "exit")},
        "key": row["key"],
        "label_zh": row["label"]["zh"],
        "label_en": row["label"]["en"],
        "kind": row["kind"],
        "level_count": next(iter(level.values()), None),
        "level_unit": next(iter(level), ""),
        "escalate_count": next(iter(escalate.values()), None),
        "escalate_unit": next(iter(escalate), "hours"),
        "invite": "invite" in row.get("on_enter", ()),
        "automatic": row.get("automatic", False),
    }


class DraftForm(forms.Form):
    """Which draft somebody was looking at."""

    sha256 = forms.CharField(max_length=64)


class CopyForm(forms.Form):
    """A process of the bank's own, begun as a copy."""

    key = forms.SlugField(label=_("Short name, in small letters"), max_length=64)
    title_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    title_en = forms.CharField(label=_("Name in English"), max_length=60)
