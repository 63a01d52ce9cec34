"""What the pages send, in a form the services take."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.http import QueryDict

from bole.kernel.errors import InvalidError
from bole.workforce.onboarding.rules.editing import TaskEdit
from bole.workforce.onboarding.rules.templates import MOST


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


def task_edits(sent: QueryDict) -> list[TaskEdit]:
    """The tasks of a template as the page sent them, in its order; those to be left out are not among them,
    nor is a new one without any title."""
    found = []
    for number in range(MOST + 2):
        one = _task_edit(sent, f"t{number}-")
        if one is not None:
            found.append(one)
    return found


def _task_edit(sent: QueryDict, at: str) -> TaskEdit | None:
    def text(name: str) -> str:
        return sent.get(at + name, "").strip()

    title = {"zh": text("title_zh"), "en": text("title_en")}
    if f"{at}key" not in sent or text("drop") or not (text("key") or any(title.values())):
        return None
    return TaskEdit(
        key=text("key"),
        owner=text("owner"),
        due=text("due"),
        title=title,
        why={"zh": text("why_zh"), "en": text("why_en")},
        required=bool(text("required")),
        units=tuple(dict.fromkeys(text("units").replace("，", ",").replace(",", " ").split())),
    )
