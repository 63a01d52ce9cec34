"""Filters of the interviews list: the address is the state, every filter is a chip that can be taken off."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import is_chinese, long_day
from bole.hiring.assessment import queries as assessment
from bole.hiring.interviews.queries import Filters, Sort
from bole.hiring.requisitions import queries as requisitions
from bole.web.console import sorting
from bole.web.console.words import STATES


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter in force; ``without`` is the query string that takes it off."""

    text: str
    without: str


class DayField(forms.DateField):
    """A day a filter can mean: a day later, or its midnight in another zone, is still a day."""

    def clean(self, value: Any) -> date | None:
        """The day; ValidationError for one out of reach."""
        day: date | None = super().clean(value)
        if day is not None and not 1900 <= day.year < 2200:
            raise forms.ValidationError("out of range", code="out_of_range")
        return day


class ListForm(forms.Form):
    """What the list can be narrowed by. Everything is optional and invalid values are dropped."""

    q = forms.CharField(required=False, max_length=120)
    state = forms.MultipleChoiceField(required=False, choices=list(STATES.items()), label=lazy("State"))
    job = forms.UUIDField(required=False, label=lazy("Opening"))
    unit = forms.UUIDField(required=False, label=lazy("Branch"))
    since = DayField(required=False, label=lazy("Since"))
    until = DayField(required=False, label=lazy("Until"))
    review = forms.BooleanField(required=False, label=lazy("Needs review"))
    failed = forms.BooleanField(required=False, label=lazy("Failed analysis"))


class ListFilters:
    """The filters of one request."""

    def __init__(self, query: QueryDict, actor: Actor) -> None:
        form = ListForm(query)
        form.is_valid()
        self.values = form.cleaned_data
        self.query = query
        self.actor = actor
        self.openings = list(requisitions.open_for(actor)[:200])
        self.units = org.subtree(actor.unit_ids)

    def narrowed(self) -> Filters:
        """As ``interviews.queries`` takes them."""
        value = self.values.get
        until = value("until")
        return Filters(
            states=tuple(value("state") or ()),
            unit_id=value("unit"),
            requisition_id=value("job"),
            since=_midnight(value("since")),
            until=_midnight(until + timedelta(days=1)) if until else None,
            failed_only=bool(value("failed")),
            text=value("q") or "",
            among=assessment.needing_review(self.actor) if value("review") else None,
        )

    def sort(self) -> Sort | None:
        """The order the address asks for; None for the newest first, and for anything unknown."""
        return sorting.chosen(self.query.get("sort", ""), self.actor)

    def columns(self) -> list[sorting.Column]:
        """The heads of the list: each leads to the same list in its order."""
        return sorting.columns(self.query, self.actor)

    def kept(self) -> list[tuple[str, str]]:
        """What a new filter keeps of the address."""
        asked = self.query.get("sort")
        return [("sort", str(asked))] if asked else []

    def chips(self) -> list[FilterChip]:
        """What is in force, in the order of the form."""
        value: dict[str, Any] = self.values
        found: list[tuple[str, str, str]] = []
        if value.get("q"):
            found.append(("q", value["q"], value["q"]))
        states = value.get("state") or ()
        found += [("state", state, f"{_('State')}{_(': ')}{STATES[state]}") for state in states]
        if value.get("job"):
            found.append(("job", str(value["job"]), f"{_('Opening')}{_(': ')}{self._opening(value['job'])}"))
        if value.get("unit"):
            found.append(("unit", str(value["unit"]), f"{_('Branch')}{_(': ')}{self._unit(value['unit'])}"))
        for name, word in (("since", _("Since")), ("until", _("Until"))):
            if value.get(name):
                found.append((name, value[name].isoformat(), f"{word} {long_day(value[name])}"))
        for name, word in (("review", _("Needs review")), ("failed", _("Failed analysis"))):
            if value.get(name):
                found.append((name, self.query.get(name, "on"), word))
        return [FilterChip(text, self.without(name, one)) for name, one, text in found]

    def without(self, name: str, value: str) -> str:
        """The query string without one value of one filter, back on the first page."""
        rest = self.query.copy()
        rest.setlist(name, [one for one in rest.getlist(name) if one != value])
        rest.pop("after", None)
        return "?" + rest.urlencode()

    def page_after(self, cursor: str) -> str:
        """The query string of the next page."""
        rest = self.query.copy()
        rest["after"] = cursor
        return "?" + rest.urlencode()

    def page_first(self) -> str:
        """The query string of the first page."""
        rest = self.query.copy()
        rest.pop("after", None)
        return "?" + rest.urlencode()

    def same_order(self, wanted: list[tuple[str, str]]) -> str:
        """A query string with these filters alone, in the order that is in force."""
        return "?" + urlencode([*wanted, *self.kept()])

    def _opening(self, key: UUID) -> str:

        found = next((o for o in self.openings if o.pk == key), None)
        return "" if found is None else (found.title_zh if is_chinese() else found.title_en)

    def _unit(self, key: UUID) -> str:
        return next((unit.name for unit in self.units if unit.pk == key), "")


def _midnight(day: "datetime | None") -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))
