"""The room where a recording is watched together, and the small answers its script asks for."""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.events import live
from bole.foundation.files import links
from bole.foundation.ui.formats import say
from bole.hiring.interviews import queries as interviews
from bole.hiring.viewings import policies, queries, services
from bole.hiring.viewings.models import Viewing
from bole.hiring.viewings.rules import BEAT, VERBS
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

LINK_SECONDS = 300
NIL = UUID(int=0)


@permission_required(policies.OPEN)
@require_POST
def begin(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Open the room of an interview, for whoever may watch it; everybody who opens it for the same thing
    comes into the same room. ``about`` is that thing's id, ``link`` its own page of this console."""
    mine = actor_of(request).id
    assert mine is not None
    try:
        made = services.open(
            interview_id=interview_id,
            user_ids=[mine],
            panel_id=_id(request.POST.get("about")),
            link=_own_page(request.POST.get("link", "")),
            now=utc_now(),
        )
    except InvalidError:
        raise NotFoundError("no such room") from None
    except ConflictError:
        messages.error(request, _("There is no recording to watch in this interview."))
        return redirect("console:interview", interview_id=interview_id)
    return redirect("viewings:room", viewing_id=made.pk)


@permission_required(policies.WATCH)
@never_cache
@require_GET
def room(request: HttpRequest, viewing_id: UUID) -> HttpResponse:
    """The page: player, who is there, the way to one's own card. No score of any machine stands on it."""
    found = queries.get(viewing_id)
    parts = queries.parts(found.interview_id)
    context = {
        "viewing": found,
        "parts": [(one, say(one.title)) for one in parts],
        "data": {
            "me": str(actor_of(request).id),
            "beat": BEAT.total_seconds(),
            "parts": [
                {"answer": str(one.answer_id), "kind": one.kind, "seconds": list(one.seconds)}
                for one in parts
            ],
            "urls": {
                name: reverse(f"viewings:{name}", args=[viewing_id])
                for name in ("state", "join", "beat", "leave", "control", "live")
            },
            "media": reverse("viewings:media", args=[viewing_id, NIL]),
        },
        "watchers": queries.watchers(viewing_id),
        "nav_key": "interviews",
    }
    return render(request, "viewings/room.html", context)


@permission_required(policies.WATCH)
@never_cache
@require_GET
def state(request: HttpRequest, viewing_id: UUID) -> JsonResponse:
    """Where it stands; also what the clocks are compared by."""
    del request
    return _state(queries.get(viewing_id))


@permission_required(policies.WATCH)
@never_cache
@require_POST
def join(request: HttpRequest, viewing_id: UUID) -> JsonResponse:
    """The page is there."""
    del request
    return _state(services.join(viewing_id=viewing_id, now=utc_now()))


@permission_required(policies.WATCH)
@never_cache
@require_POST
def beat(request: HttpRequest, viewing_id: UUID) -> JsonResponse:
    """Still there."""
    del request
    return _state(services.beat(viewing_id=viewing_id, now=utc_now()))


@permission_required(policies.WATCH)
@require_POST
def leave(request: HttpRequest, viewing_id: UUID) -> HttpResponse:
    """The page is closed."""
    del request
    services.leave(viewing_id=viewing_id, now=utc_now())
    return HttpResponse(status=204)


@permission_required(policies.WATCH)
@never_cache
@require_POST
def control(request: HttpRequest, viewing_id: UUID) -> JsonResponse:
    """Play, pause, seek, another answer; 409 for somebody who has not joined, 422 for what is no control."""
    try:
        found = services.control(
            viewing_id=viewing_id,
            do=request.POST.get("do", ""),
            position=_number(request.POST.get("position")),
            answer_id=_id(request.POST.get("answer")),
            now=utc_now(),
        )
    except ConflictError as error:
        return JsonResponse({"error": error.code}, status=409)
    except InvalidError as error:
        return JsonResponse({"error": error.code, "known": list(VERBS)}, status=422)
    return _state(found)


@permission_required(policies.WATCH)
async def live_notes(request: HttpRequest, viewing_id: UUID) -> HttpResponseBase:
    """Server-sent events: that this one changed. What it is now, every page reads with its own rights."""
    await sync_to_async(queries.get)(viewing_id)
    return live.stream(request, live.only(services.TOPIC, viewing_id))


@permission_required(policies.WATCH)
@never_cache
@require_GET
def media(request: HttpRequest, viewing_id: UUID, answer_id: UUID) -> JsonResponse:
    """Short-lived links to the recordings of one answer, for this person in this session only."""
    found = queries.get(viewing_id)
    answer = interviews.answers_of(found.interview_id).filter(pk=answer_id).first()
    if answer is None:
        raise NotFoundError("no such answer")
    sources = [
        {"url": links.url_for(request, one.file_id, LINK_SECONDS), "type": one.content_type}
        for one in interviews.recordings_of(answer.pk, answer.attempt)
        if one.file_id
    ]
    return JsonResponse({"sources": sources, "seconds": LINK_SECONDS})


def _state(found: Viewing) -> JsonResponse:
    return JsonResponse(queries.state(found, utc_now()))


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise InvalidError("no number", code="bad_control", fields={"position": "malformed"}) from error


def _own_page(address: str) -> str:
    """A path of the console; anything else is left out."""
    plain = address.startswith("/console/") and len(address) <= 200
    return address if plain and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise InvalidError("no id", code="bad_control", fields={"answer": "malformed"}) from error
