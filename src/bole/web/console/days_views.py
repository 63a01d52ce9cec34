"""The year as the bank works it: official days off, worked weekends, and days the bank set itself."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.foundation.workdays import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError
from bole.kernel.workdays import Day

AHEAD = 2  # years one may turn to


class DayForm(forms.Form):
    """One day of one unit."""

    unit = forms.UUIDField()
    day = forms.DateField()
    working = forms.ChoiceField(choices=[("1", "1"), ("0", "0")])
    reason = forms.CharField(max_length=80)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: how many empty cells go before the first (weeks begin on Monday)."""

    name: str
    lead: range
    days: list[Day]


@permission_required(policies.SET)
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """See the year of a unit and set a day."""
    units = org.subtree(actor_of(request).unit_ids)
    if request.method == "POST":
        return _set(request)
    today = timezone.localtime(utc_now()).date()
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), units[0] if units else None)
    number = _year(request, today.year)
    found = list(queries.year(unit_id=unit.pk, number=number)) if unit else []
    context = {
        "months": _months(found, number),
        "year": number,
        "years": range(today.year - 1, today.year + AHEAD + 1),
        "notice": queries.calendar().known.get(number, ""),
        "worked": sum(one.working for one in found),
        "named": [(one, say(one.name)) for one in found if one.name and not one.own],
        "own": queries.own_days(date(number, 1, 1)),
        "units": units,
        "unit": unit,
        "today": today,
        "tab": "days",
        "nav_key": "feedback",
    }
    return render(request, "console/days.html", context)


@permission_required(policies.SET)
@require_POST
def forget(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """The calendar holds again for that day."""
    services.forget_day(day_id=day_id)
    messages.success(request, _("Taken back. The calendar holds again for that day."))
    return redirect("console:days")


def _set(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete", fields=dict.fromkeys(form.errors, "required"))
        wanted = form.cleaned_data
        services.set_day(
            unit_id=wanted["unit"],
            day=wanted["day"],
            working=wanted["working"] == "1",
            reason=wanted["reason"],
            now=utc_now(),
        )
        messages.success(request, _("Saved with your name. Dates in new letters follow at once."))
    except InvalidError:
        messages.error(request, _("Not saved. A unit, a day within three years and a reason are needed."))
    return redirect("console:days")


def _year(request: HttpRequest, this_year: int) -> int:
    try:
        wanted = int(request.GET.get("year", ""))
    except ValueError:
        return this_year
    return wanted if this_year - 1 <= wanted <= this_year + AHEAD else this_year


def _months(found: list[Day], number: int) -> list[Month]:
    months = []
    for month in range(1, 13):
        inside = [one for one in found if one.date.month == month]
        months.append(Month(str(MONTHS[month]), range(monthrange(number, month)[0]), inside))
    return months if found else []
