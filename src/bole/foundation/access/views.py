"""Decorators by which every view says who may call it. A view that says nothing stops the start
(``checks``).
"""

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Any, Literal, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bole.foundation.access import failures, permissions
from bole.foundation.access.actors import ANONYMOUS, Actor

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[..., Any]
V = TypeVar("V", bound=View)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a view said: a permission's name, or why it needs none."""

    kind: Literal["permission", "candidate", "public"]
    what: str


def actor_of(request: HttpRequest) -> Actor:
    """The actor the middleware (or the candidate portal) put on the request."""
    return cast(Actor, getattr(request, "actor", ANONYMOUS))


def declared(view: View) -> Declared | None:
    """What the view declared, looking through ``as_view``."""
    found = getattr(view, "bole_access", None) or getattr(
        getattr(view, "view_class", None), "bole_access", None
    )
    return found if isinstance(found, Declared) else None


def permission_required(name: str) -> Callable[[V], V]:
    """Only for bank users who hold permission ``name`` somewhere; the service checks the unit of the thing
    itself.

    Without a session: off to the log-in for a page, 404 for a thing. Works on sync and async functions.
    """

    def decorate(view: V) -> V:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            detour = _log_in_first(request, kwargs)
            if detour:
                return detour
            permissions.require(actor_of(request), name)
            return cast(HttpResponseBase, view(request, *args, **kwargs))

        @functools.wraps(view)
        async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            detour = _log_in_first(request, kwargs)
            if detour:
                return detour
            permissions.require(actor_of(request), name)
            return await cast(Awaitable[HttpResponseBase], view(request, *args, **kwargs))

        chosen: Any = guarded_async if iscoroutinefunction(view) else guarded
        return cast(V, _mark(chosen, Declared("permission", name)))

    return decorate


def candidate_link(view: V) -> V:
    """For a candidate who came by his link; the view itself turns the token into an actor.

    The address is a secret: it is neither cached nor sent to another site.
    """

    def seal(response: HttpResponseBase) -> HttpResponseBase:
        # Not "no-referrer": with it browsers send "Origin: null", which the CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @functools.wraps(view)
    def sealed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return seal(view(request, *args, **kwargs))

    @functools.wraps(view)
    async def sealed_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return seal(await view(request, *args, **kwargs))

    chosen: Any = sealed_async if iscoroutinefunction(view) else sealed
    return cast(V, _mark(chosen, Declared("candidate", "link")))


def public(reason: str) -> Callable[[V], V]:
    """For everybody; ``reason`` says why that is right."""

    def decorate(view: V) -> V:
        return cast(V, _mark(view, Declared("public", reason)))

    return decorate


def _mark(view: Any, what: Declared) -> Any:
    view.bole_access = what
    return view


def _log_in_first(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    """Where a visitor without a finished log-in is sent; None when he goes on (to a 404, for a stranger).

    Whoever sends something after his session ended is told so, whatever the address leads to.
    """
    if actor_of(request).kind != "anonymous":
        return None
    came_before = settings.SESSION_COOKIE_NAME in request.COOKIES
    if request.method in {"GET", "HEAD"} and (came_before or not kwargs):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    return failures.page(request, 401, "logged_out") if came_before else None
