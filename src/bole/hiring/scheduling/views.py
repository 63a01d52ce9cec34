"""One appointment: its facts, and what may be done with it now."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.candidates import policies as candidates
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.scheduling import calendars, forms, policies, presenting, queries, services
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.rules import slots, steps
from bole.hiring.scheduling.services import telling
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

State = Appointment.State
DONE = {
    "offer": lazy("Offered. The candidate gets a link to choose."),
    "agree": lazy("Arranged. Invitations go to both sides."),
    "move": lazy("Moved. Calendars of both sides are updated."),
    "cancel": lazy("Cancelled. Both sides are told."),
    "missed": lazy("Marked. The candidate is asked whether another time is wanted; nothing else follows."),
}


@permission_required(policies.ATTEND)
@never_cache
@require_GET
def one(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The page."""
    return render(request, "scheduling/one.html", _context(request, queries.get(appointment_id)))


@permission_required(policies.ATTEND)
@require_POST
def act(request: HttpRequest, appointment_id: UUID, what: str) -> HttpResponse:
    """Do one thing with it; the page says what came of it."""
    queries.get(appointment_id)
    if what not in ACTS:
        raise NotFoundError("no such thing to do")
    try:
        ACTS[what](appointment_id, request)
        messages.success(request, str(DONE[what]))
    except (ConflictError, InvalidError) as error:
        messages.error(request, presenting.problem(error.code))
    return redirect("scheduling:one", appointment_id=appointment_id)


@permission_required(policies.ATTEND)
@never_cache
@require_GET
def invite(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The calendar file, for somebody who attends."""
    found, actor = queries.get(appointment_id), actor_of(request)
    user = next((one for one in telling.attendees(found) if one.pk == actor.id), None)
    if user is None:
        raise DeniedError("not his appointment")
    if found.starts_at is None:
        raise NotFoundError("no time was chosen")
    method: calendars.Method = "CANCEL" if found.state == State.CANCELLED else "REQUEST"
    body = calendars.file(telling.event_for(found, user), method, utc_now())
    return calendar_file(body, method)


@permission_required(policies.MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Plan an appointment of an application by hand."""
    application = pipeline.get(application_id)
    permissions.require(actor_of(request), policies.MANAGE, application.unit_id)
    form = forms.PlanForm(request.POST or None, initial={"title": _("Conversation"), "minutes": 30})
    chosen = _uuids(request.POST.getlist("people"))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("scheduling:one", appointment_id=_plan(application_id, form, chosen).pk)
        except (ConflictError, InvalidError) as error:
            form.add_error(_field(error), presenting.problem(error.code))
    context = {
        "application": application,
        "form": form,
        "people": queries.people_for(application.unit_id),
        "chosen": chosen,
        "nav_key": "calendar",
    }
    return render(request, "scheduling/new.html", context, status=422 if request.POST else 200)


def calendar_file(body: bytes, method: calendars.Method) -> HttpResponse:
    """The file as a browser hands it to the calendar."""
    response = HttpResponse(body, content_type=calendars.content_type(method))
    response["Content-Disposition"] = f'attachment; filename="{calendars.NAME}"'
    response["Cache-Control"] = "no-store"
    return response


def _context(request: HttpRequest, found: Appointment) -> dict[str, Any]:
    actor, now, zone = actor_of(request), utc_now(), queries.bank_zone()
    manages = policies.may_manage(actor, found.unit_id)
    attends = telling.is_attendee(found, actor.id)
    starts = found.starts_at
    to_choose = manages and found.state in {State.PLANNED, State.OFFERED, State.MISSED}
    may_move = (
        manages
        and found.state == State.CONFIRMED
        and starts is not None
        and steps.may_move(by_candidate=False, moves=found.staff_moves, starts_at=starts, now=now)
    )
    free = queries.free_slots(found, now) if to_choose or may_move else []
    if may_move:  # the time it has is no other time
        free = [one for one in free if one.span.start != starts]
    usual = slots.spread(free, zone=zone, count=6, per_day=2)
    return {
        "appointment": found,
        "row": presenting.row(found, zone),
        "people": presenting.names(telling.attendees(found)),
        "named": permissions.allowed(actor, candidates.VIEW, found.unit_id),
        "link": found.link if attends or manages else "",
        "free": presenting.days([one.span.start for one in free], zone, [one.span.start for one in usual]),
        "offered": _offered(found, zone) if manages else [],
        "to_choose": to_choose,
        "may_move": may_move,
        "may_cancel": manages
        and found.state in {State.PLANNED, State.OFFERED, State.CONFIRMED}
        and (starts is None or starts > now),
        "may_mark": found.state == State.CONFIRMED
        and starts is not None
        and steps.may_mark(starts, now)
        and (manages or attends),
        "has_file": attends and starts is not None,
        "reasons": policies.STAFF_REASONS,
        "nav_key": "calendar",
    }


def _offered(found: Appointment, zone: str) -> list[presenting.Day]:
    return presenting.days([one.starts_at for one in found.slots.all()], zone)


def _offer(appointment_id: UUID, request: HttpRequest) -> None:
    starts = forms.moments(request.POST.getlist("starts"))
    services.offer(appointment_id=appointment_id, starts=starts, now=utc_now())


def _agree(appointment_id: UUID, request: HttpRequest) -> None:
    services.agree(appointment_id=appointment_id, starts_at=_moment(request), now=utc_now())


def _move(appointment_id: UUID, request: HttpRequest) -> None:
    services.reschedule(
        appointment_id=appointment_id,
        starts_at=_moment(request),
        reason=request.POST.get("reason", ""),
        now=utc_now(),
    )


def _cancel(appointment_id: UUID, request: HttpRequest) -> None:
    services.cancel(appointment_id=appointment_id, reason=request.POST.get("reason", ""), now=utc_now())


def _missed(appointment_id: UUID, _request: HttpRequest) -> None:
    services.no_show(appointment_id=appointment_id, now=utc_now())


def _moment(request: HttpRequest) -> Any:
    return forms.moments([request.POST.get("starts_at", "")])[0]


def _plan(application_id: UUID, form: forms.PlanForm, people: list[UUID]) -> Appointment:
    typed = form.cleaned_data
    return services.plan(
        application_id=application_id,
        user_ids=people,
        kind="talk",
        minutes=typed["minutes"],
        title={"zh": typed["title"], "en": typed["title"]},
        video_url=typed["video_url"],
        now=utc_now(),
    )


def _field(error: Exception) -> str | None:
    fields = getattr(error, "fields", {})
    return next((name for name in fields if name in forms.PlanForm.base_fields), None)


def _uuids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        return []


ACTS: dict[str, Callable[[UUID, HttpRequest], None]] = {
    "offer": _offer,
    "agree": _agree,
    "move": _move,
    "cancel": _cancel,
    "missed": _missed,
}
