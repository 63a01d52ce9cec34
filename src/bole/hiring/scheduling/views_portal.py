"""The candidate's pages: large times in his own zone, one thing to do at the bottom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access.views import actor_of
from bole.foundation.ui import zones
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links.link import Pass, code_needed
from bole.hiring.scheduling import calendars, forms, policies, presenting, queries, services, words
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.rules import steps
from bole.hiring.scheduling.services import telling
from bole.hiring.scheduling.views import calendar_file
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

State = Appointment.State


@code_needed
@never_cache
@require_GET
def listing(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """His appointments; straight to the only one that is open."""
    found = queries.of_candidate(holder.actor(), holder.candidate_id)
    still = [one for one in found if one.state in steps.OPEN and one.state != State.PLANNED]
    if len(still) == 1 and len(found) == 1:
        return redirect("scheduling_portal:one", token=token, appointment_id=still[0].pk)
    zone = _zone(request)
    rows = [presenting.own_row(one, zone) for one in found if one.state != State.PLANNED]
    return render(request, "scheduling/own_list.html", {"token": token, "rows": rows})


@code_needed
@never_cache
@require_GET
def one(request: HttpRequest, token: str, holder: Pass, appointment_id: UUID) -> HttpResponse:
    """One appointment in the state it is in."""
    del holder
    return _page(request, token, _own(appointment_id))


@code_needed
@require_POST
def choose(request: HttpRequest, token: str, holder: Pass, appointment_id: UUID) -> HttpResponse:
    """Take one of the times offered. Lost: the page comes back with those that are free."""
    del holder
    found = _own(appointment_id)
    try:
        services.confirm(appointment_id=found.pk, starts_at=_posted(request), now=utc_now())
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _try_again(request, token, found, error)
    return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, token: str, holder: Pass, appointment_id: UUID) -> HttpResponse:
    """Another time instead of the one chosen."""
    del holder
    found = _own(appointment_id)
    problem = ""
    if request.method == "POST":
        try:
            starts_at = _posted(request)
            if starts_at not in services.free_times(found, utc_now()):
                raise ConflictError("not one of those shown", code="slot_taken")
            services.reschedule(
                appointment_id=found.pk, starts_at=starts_at, reason="cannot_come", now=utc_now()
            )
        except (ConflictError, InvalidError) as error:
            problem = presenting.own_problem(error.code)
        else:
            return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)
    if not _may_move(found):
        return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)
    zone = _zone(request)
    context = {
        "token": token,
        "appointment": found,
        "row": presenting.own_row(found, zone),
        "days": presenting.days(services.free_times(found, utc_now()), zone),
        "zone": words.zone_name(zone),
        "zone_key": zone,
        "problem": problem,
        "left": steps.CANDIDATE_MOVES - found.candidate_moves,
    }
    return render(request, "scheduling/own_move.html", context, status=409 if problem else 200)


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, token: str, holder: Pass, appointment_id: UUID) -> HttpResponse:
    """He does not come: says why from a list, and may still write a question to HR."""
    del holder
    found = _own(appointment_id)
    if request.method == "POST":
        try:
            services.cancel(appointment_id=found.pk, reason=request.POST.get("reason", ""), now=utc_now())
        except (ConflictError, InvalidError) as error:
            messages.error(request, presenting.own_problem(error.code))
        return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)
    if found.state not in {State.OFFERED, State.CONFIRMED}:
        return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)
    context = {
        "token": token,
        "appointment": found,
        "row": presenting.own_row(found, _zone(request)),
        "reasons": policies.CANDIDATE_REASONS,
    }
    return render(request, "scheduling/own_cancel.html", context)


@code_needed
@require_POST
def another(request: HttpRequest, token: str, holder: Pass, appointment_id: UUID) -> HttpResponse:
    """After he missed it: another time, or none."""
    del holder
    found = _own(appointment_id)
    try:
        services.want_another(appointment_id=found.pk, wish=request.POST.get("wish") == "yes", now=utc_now())
    except ConflictError as error:
        messages.error(request, presenting.own_problem(error.code))
    return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)


@code_needed
@never_cache
@require_GET
def invite(request: HttpRequest, token: str, holder: Pass, appointment_id: UUID) -> HttpResponse:
    """His calendar file."""
    del request, token, holder
    found = _own(appointment_id)
    if found.starts_at is None:
        raise NotFoundError("no time was chosen")
    method: calendars.Method = "CANCEL" if found.state == State.CANCELLED else "REQUEST"
    now = utc_now()
    return calendar_file(calendars.file(telling.candidate_event(found, now), method, now), method)


def _own(appointment_id: UUID) -> Appointment:
    """His own, once it is his business: a plan without times is HR's alone."""
    found = queries.get(appointment_id)
    if found.state == State.PLANNED:
        raise NotFoundError("no such appointment")
    return found


def _page(
    request: HttpRequest, token: str, found: Appointment, problem: str = "", status: int = 200
) -> HttpResponse:
    zone, now = _zone(request), utc_now()
    starts = queries.offered_and_free(found, now) if found.state == State.OFFERED else []
    past = found.starts_at is not None and found.starts_at <= now
    context: dict[str, Any] = {
        "token": token,
        "appointment": found,
        "row": presenting.own_row(found, zone),
        "days": presenting.days(starts, zone),
        "zone": words.zone_name(zone),
        "zone_key": zone,
        "problem": problem,
        "past": past,
        "may_move": _may_move(found),
        "may_cancel": found.state == State.CONFIRMED and not past,
        "moves": steps.CANDIDATE_MOVES,
        "hours": int(steps.CANDIDATE_LATEST.total_seconds() // 3600),
    }
    return render(request, "scheduling/own_one.html", context, status=status)


def _try_again(
    request: HttpRequest, token: str, found: Appointment, error: ConflictError | InvalidError | NotFoundError
) -> HttpResponse:
    """What is free now: fresh times are added where few are left."""
    fresh = queries.get(found.pk)
    if fresh.state == State.OFFERED:
        services.renew(appointment_id=fresh.pk, now=utc_now())
        code = error.code if error.code in {"slot_taken", "invalid"} else "slot_taken"
        return _page(request, token, queries.get(found.pk), presenting.own_problem(code), status=409)
    return redirect("scheduling_portal:one", token=token, appointment_id=found.pk)


def _may_move(found: Appointment) -> bool:
    return (
        found.state == State.CONFIRMED
        and found.starts_at is not None
        and steps.may_move(
            by_candidate=True, moves=found.candidate_moves, starts_at=found.starts_at, now=utc_now()
        )
    )


def _posted(request: HttpRequest) -> Any:
    return forms.moments([request.POST.get("starts_at", "")])[0]


def _zone(request: HttpRequest) -> str:
    """The zone of the browser, as its script tells; else what his telephone number speaks of."""
    told = zones.zone_of(request)
    if told is not None:
        return told.key
    person = actor_of(request).candidate_id
    assert person is not None  # the guard lets nobody else in
    return telling.zone_of_candidate(candidates.contact(person).phone)
