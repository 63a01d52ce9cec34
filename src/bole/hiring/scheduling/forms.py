"""What people type and choose on these pages."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from bole.hiring.scheduling.rules import hours, steps
from bole.kernel.errors import InvalidError

DAYS = [
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
]
STRETCHES = 2  # a day, on the page


def moments(texts: Iterable[str]) -> list[datetime]:
    """ISO 8601 with an offset → moments; InvalidError for anything else."""
    try:
        found = [datetime.fromisoformat(text) for text in texts]
    except ValueError as error:
        raise InvalidError("not a moment", fields={"starts": "malformed"}) from error
    if any(one.tzinfo is None for one in found):
        raise InvalidError("a moment without its zone", fields={"starts": "malformed"})
    return [one.astimezone(UTC) for one in found]


def week(posted: Any) -> dict[str, list[list[str]]]:
    """The fields ``begin-DAY-N`` and ``end-DAY-N``; a pair left empty is no stretch."""
    found: dict[str, list[list[str]]] = {}
    for day in range(hours.DAYS):
        for number in range(STRETCHES):
            pair = [posted.get(f"{name}-{day}-{number}", "").strip() for name in ("begin", "end")]
            if any(pair):
                found.setdefault(str(day), []).append(pair)
    return found


class PlanForm(forms.Form):
    """A new appointment for an application."""

    title = forms.CharField(label=lazy("What it is called"), max_length=60)
    minutes = forms.IntegerField(
        label=lazy("Length in minutes"), min_value=steps.SHORTEST, max_value=steps.LONGEST
    )
    video_url = forms.CharField(
        label=lazy("Link of the video meeting"),
        required=False,
        max_length=500,
        help_text=lazy("Leave it empty to meet in a room."),
    )


class RoomForm(forms.Form):
    """One room."""

    label_zh = forms.CharField(label=lazy("Name in Chinese"), max_length=60)
    place_zh = forms.CharField(
        label=lazy("Address and way in Chinese"),
        max_length=160,
        help_text=lazy("Street, house, floor: what somebody needs who comes for the first time."),
    )
    label_en = forms.CharField(label=lazy("Name in English"), required=False, max_length=60)
    place_en = forms.CharField(label=lazy("Address and way in English"), required=False, max_length=160)
    capacity = forms.IntegerField(
        label=lazy("Seats"),
        min_value=2,
        max_value=500,
        help_text=lazy("Everybody counts, the candidate, too."),
    )


class SpecialForm(forms.Form):
    """A day that differs."""

    day = forms.DateField(label=lazy("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "input"}))
    begins = forms.TimeField(
        label=lazy("From"), widget=forms.TimeInput(attrs={"type": "time", "class": "input"})
    )
    ends = forms.TimeField(
        label=lazy("Until"), widget=forms.TimeInput(attrs={"type": "time", "class": "input"})
    )
    free = forms.ChoiceField(
        label=lazy("Then I am"),
        choices=[("0", lazy("away")), ("1", lazy("at hand"))],
        widget=forms.Select(attrs={"class": "select"}),
    )
