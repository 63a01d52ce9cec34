"""The list of rooms people meet in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.org.models import Unit
from bole.hiring.scheduling import forms, policies, presenting, queries, services
from bole.hiring.scheduling.models import Room
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.ROOMS)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Rooms of the units one sees, with what is in use first."""
    context = {"rooms": queries.all_rooms(), "units": _units(request), "nav_key": "calendar"}
    return render(request, "scheduling/rooms.html", context)


@permission_required(policies.ROOMS)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A further room."""
    units = _units(request)
    unit = next((one for one in units if str(one.pk) == request.POST.get("unit")), None)
    form = forms.RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and unit is not None and _kept(request, form, unit.pk):
        return redirect("scheduling:rooms")
    return _page(request, form, units=units, status=422 if request.method == "POST" else 200)


@permission_required(policies.ROOMS)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Other facts about a room."""
    room = queries.room(room_id)
    permissions.require(actor_of(request), policies.ROOMS, room.unit_id)
    names = list(forms.RoomForm.base_fields)
    form = forms.RoomForm(request.POST or None, initial={name: getattr(room, name) for name in names})
    if request.method == "POST" and form.is_valid() and _kept(request, form, room.unit_id, room.pk):
        return redirect("scheduling:rooms")
    return _page(request, form, room=room, status=422 if request.method == "POST" else 200)


@permission_required(policies.ROOMS)
@require_POST
def use(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """On the list, or off it."""
    services.use_room(room_id=room_id, in_use=request.POST.get("in_use") == "1", now=utc_now())
    messages.success(request, _("Kept. Appointments that have the room keep it."))
    return redirect("scheduling:rooms")


def _kept(request: HttpRequest, form: forms.RoomForm, unit_id: UUID, room_id: UUID | None = None) -> bool:
    try:
        services.save_room(unit_id=unit_id, room_id=room_id, now=utc_now(), **form.cleaned_data)
    except InvalidError as error:
        for name in error.fields:
            form.add_error(name if name in form.fields else None, presenting.problem(error.code))
        return False
    except ConflictError as error:
        form.add_error("label_zh", presenting.problem(error.code))
        return False
    messages.success(request, _("Kept."))
    return True


def _page(
    request: HttpRequest,
    form: forms.RoomForm,
    *,
    room: Room | None = None,
    units: list[Unit] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "room": room, "units": units or [], "nav_key": "calendar"}
    return render(request, "scheduling/room.html", context, status=status)


def _units(request: HttpRequest) -> list[Unit]:
    actor = actor_of(request)
    return [one for one in org.subtree(actor.unit_ids) if permissions.allowed(actor, policies.ROOMS, one.pk)]
