"""The week of appointments, and when somebody is at hand."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.ui import formats
from bole.hiring.scheduling import forms, policies, presenting, queries, services
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.rules import hours
from bole.hiring.scheduling.rules.spans import Span
from bole.kernel.clock import utc_now
from bole.kernel.errors import DeniedError, InvalidError

MOST = 300  # of one week
FARTHEST = timedelta(days=400)


@permission_required(policies.ATTEND)
@never_cache
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A week: HR sees those of their units, or their own; everybody else his own."""
    actor, zone = actor_of(request), queries.bank_zone()
    today = utc_now().astimezone(ZoneInfo(zone)).date()
    monday = _monday(request.GET.get("week", ""), today)
    all_units = permissions.allowed(actor, policies.MANAGE)
    mine = not all_units or request.GET.get("mine") == "1"
    found = _of_week(actor, monday, zone, mine=mine)
    works = queries.working_day(_unit(actor), monday)
    days = [monday + timedelta(days=number) for number in range(7)]
    context = {
        "columns": [_column(day, today, works=works(day)) for day in days],
        "hours": presenting.week(found, monday, zone, _at_hand(actor, monday) if mine else []),
        "list": _by_day(found, zone),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "this_week": monday == today - timedelta(days=today.weekday()),
        "range": (days[0], days[-1]),
        "mine": mine,
        "all_units": all_units,
        "waiting": [presenting.row(one, zone) for one in queries.waiting(actor)] if all_units else [],
        "shaded": mine,
        "nav_key": "calendar",
    }
    return render(request, "scheduling/calendar.html", context)


@permission_required(policies.ATTEND)
@never_cache
@require_GET
def my_hours(request: HttpRequest) -> HttpResponse:
    """One's own hours."""
    actor = actor_of(request)
    assert actor.id is not None
    return _hours_page(request, actor.id)


@permission_required(policies.ATTEND)
@never_cache
@require_http_methods(["GET", "POST"])
def hours_of(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Somebody's week; posted: said anew."""
    if services.may_set_hours(user_id) is None:
        raise DeniedError("neither his own hours nor his people's")
    if request.method == "GET":
        return _hours_page(request, user_id)
    try:
        services.set_week(user_id=user_id, week=forms.week(request.POST), now=utc_now())
        messages.success(request, _("Kept. Free times are worked out from it at once."))
    except InvalidError as error:
        days = [str(forms.DAYS[int(key)]) for key in error.fields if key.isdigit() and int(key) < hours.DAYS]
        messages.error(
            request,
            _("Nothing was changed: on %(days)s the times end before they begin, or overlap.")
            % {"days": _(", ").join(days)},
        )
    return redirect("scheduling:hours-of", user_id=user_id)


@permission_required(policies.ATTEND)
@require_POST
def special(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A day that differs from the week."""
    form = forms.SpecialForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not a day", fields={"day": "malformed"})
        typed = {**form.cleaned_data, "free": form.cleaned_data["free"] == "1"}
        services.set_special(user_id=user_id, now=utc_now(), **typed)
        messages.success(request, _("Kept. Free times are worked out from it at once."))
    except InvalidError:
        messages.error(
            request, _("Nothing was changed: choose a day within a year, and an end after the beginning.")
        )
    return redirect("scheduling:hours-of", user_id=user_id)


@permission_required(policies.ATTEND)
@require_POST
def forget(request: HttpRequest, user_id: UUID, special_id: UUID) -> HttpResponse:
    """The usual week holds again on that day."""
    services.forget_special(special_id=special_id)
    messages.success(request, _("Taken out."))
    return redirect("scheduling:hours-of", user_id=user_id)


def _hours_page(request: HttpRequest, user_id: UUID) -> HttpResponse:
    week = queries.week_of(user_id)
    today = utc_now().astimezone(ZoneInfo(queries.bank_zone())).date()
    rows = [(number, words, _stretches(week, number)) for number, words in enumerate(forms.DAYS)]
    context = {
        "user_id": user_id,
        "whose": access.names_of([user_id]).get(user_id, ""),
        "own": user_id == actor_of(request).id,
        "rows": rows,
        "specials": queries.specials_of(user_id, today),
        "form": forms.SpecialForm(initial={"begins": time(9), "ends": time(18)}),
        "people": queries.people_beneath(actor_of(request)),
        "nav_key": "calendar",
    }
    return render(request, "scheduling/hours.html", context)


def _stretches(week: hours.Week, day: int) -> list[tuple[int, str, str]]:
    known = [(f"{begin:%H:%M}", f"{end:%H:%M}") for begin, end in week.get(day, ())]
    filled = [*known, *[("", "")] * forms.STRETCHES][: max(forms.STRETCHES, len(known))]
    return [(number, begin, end) for number, (begin, end) in enumerate(filled)]


def _of_week(actor: Actor, monday: date, zone: str, *, mine: bool) -> list[Appointment]:
    start = datetime.combine(monday, time(), ZoneInfo(zone))
    end = start + timedelta(days=7)
    if mine:
        assert actor.id is not None
        return queries.attending(actor.id, start, end)
    return list(queries.arranged(actor, start, end)[:MOST])


def _at_hand(actor: Actor, monday: date) -> list[Span]:
    assert actor.id is not None
    found = queries.hours_of([actor.id], unit_id=_unit(actor), first=monday, last=monday + timedelta(days=6))
    return found[actor.id]


def _unit(actor: Actor) -> UUID:
    """Whose calendar of working days a person's page follows."""
    if actor.unit_ids:
        return actor.unit_ids[0]
    root = org.root()
    assert root is not None
    return root.pk


def _column(day: date, today: date, *, works: bool) -> presenting.Column:
    return presenting.Column(formats.day(datetime.combine(day, time())), day == today, works)


def _by_day(found: list[Appointment], zone: str) -> list[tuple[str, list[presenting.Row]]]:
    days: dict[date, list[Appointment]] = {}
    for one in found:
        assert one.starts_at is not None
        days.setdefault(one.starts_at.astimezone(ZoneInfo(zone)).date(), []).append(one)
    return [
        (formats.day(datetime.combine(day, time())), [presenting.row(one, zone) for one in rows])
        for day, rows in sorted(days.items())
    ]


def _monday(text: str, today: date) -> date:
    """The Monday of the week asked for; of this one for anything that is no date near."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    if abs(day - today) > FARTHEST:
        day = today
    return day - timedelta(days=day.weekday())
