"""Around every request: who acts, and what a failure looks like."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bole.foundation.access import denials, failures, queries
from bole.foundation.access.actors import ANONYMOUS, Actor, acting_as
from bole.foundation.org import queries as org

GetResponse = Callable[[HttpRequest], Any]
SEEN = "bole_seen"
SEEN_STEP = 60  # seconds between two writes of the session's last use


class BothWays:
    """A middleware that stays on the event loop for async views."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Whichever of the two the view behind it is."""
        if iscoroutinefunction(self):
            return self.call_async(request)
        return self.call(request)

    def call(self, request: HttpRequest) -> HttpResponseBase:
        """To be wrapped."""
        return cast(HttpResponseBase, self.get_response(request))

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        """To be wrapped."""
        return await cast(Awaitable[HttpResponseBase], self.get_response(request))


class PermissionsPolicyMiddleware(BothWays):
    """Camera and microphone for our own pages only."""

    def call(self, request: HttpRequest) -> HttpResponseBase:
        """Set the header unless the view did."""
        return self._set(super().call(request))

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        """The same for async views."""
        return self._set(await super().call_async(request))

    def _set(self, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class ActorMiddleware(BothWays):
    """Put the session's bank user around the request: only after the second factor, only while not idle.

    A candidate is put there by the portal, which knows his link.
    """

    def call(self, request: HttpRequest) -> HttpResponseBase:
        """Find the actor and act as him."""
        actor = actor_from_session(request)
        request.actor = actor  # type: ignore[attr-defined]  # read through views.actor_of
        with acting_as(actor), org.remembering():
            return _private(actor, super().call(request))

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        """The same for async views; the look-up runs on a thread."""
        actor = await sync_to_async(actor_from_session)(request)
        request.actor = actor  # type: ignore[attr-defined]  # read through views.actor_of
        with acting_as(actor):
            return _private(actor, await super().call_async(request))


class ErrorMiddleware(BothWays):
    """Turn expected failures into pages, and refusals into audit lines.

    ``process_exception`` runs after the view's transaction was rolled back, so the line stays.
    """

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The answer, or None to let an unforeseen failure through."""
        status = failures.status_of(error)
        if status in {403, 404}:
            status = denials.settle(request, status)
        return failures.respond(request, error, status) if status else None


def _private(actor: Actor, response: HttpResponseBase) -> HttpResponseBase:
    """What a bank user saw stays in no cache, not even in his browser's after he logged out."""
    if actor.kind == "user":
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def actor_from_session(request: HttpRequest) -> Actor:
    """The bank user of this session, or ANONYMOUS."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    if _idle_too_long(request):
        logout(request)
        return ANONYMOUS
    if not getattr(user, "is_verified", bool)():  # put there by django-otp's middleware
        return ANONYMOUS
    return queries.actor_for(user)


def _idle_too_long(request: HttpRequest) -> bool:
    now = int(time.time())
    seen = int(request.session.get(SEEN, now))
    if now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if SEEN not in request.session or now - seen >= SEEN_STEP:
        request.session[SEEN] = now
    return False
