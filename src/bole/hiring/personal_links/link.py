"""What a person's browser carries after the one-time code: a signed cookie, good for one address only.

The cookie is sent back below that address only, holds ids and no personal value, and dies with the day.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.access.views import candidate_link
from bole.hiring.personal_links import queries
from bole.hiring.personal_links.models import PersonalLink
from bole.kernel.clock import utc_now

LONGEST = timedelta(hours=12)
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Cookie:
    """Ids in a signed cookie, bound to one token below one path (``/me/`` with the token behind it)."""

    name: str
    under: str

    def issue(
        self, response: HttpResponse, request: HttpRequest, token: str, ids: Sequence[UUID], life: timedelta
    ) -> None:
        """Put the cookie on the response, for ``life`` and at most half a day."""
        response.set_cookie(
            self.name,
            signing.dumps([str(one) for one in ids], salt=self.salt(token)),
            max_age=int(min(LONGEST, life).total_seconds()),
            path=self.path(token),
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )

    def read(self, request: HttpRequest, token: str) -> list[UUID] | None:
        """The ids; None without a cookie, or when it is forged, old or for another address. No database."""
        raw = request.COOKIES.get(self.name)
        if not raw:
            return None
        try:
            return [UUID(one) for one in signing.loads(raw, salt=self.salt(token), max_age=LONGEST)]
        except (signing.BadSignature, ValueError, TypeError):
            return None

    def forget(self, response: HttpResponse, token: str) -> None:
        """Take the cookie away."""
        response.delete_cookie(self.name, path=self.path(token))

    def path(self, token: str) -> str:
        """Where the browser sends it."""
        return f"{self.under}{token}/"

    def salt(self, token: str) -> str:
        """What binds the signature to this cookie and this address."""
        return f"{self.name}/{hashlib.sha256(token.encode()).hexdigest()}"


COOKIE = Cookie("bole_person", "/me/")


@dataclass(frozen=True, slots=True)
class Pass:
    """Who passed the code for which address."""

    link_id: UUID
    candidate_id: UUID

    def actor(self) -> Actor:
        """The person, and nobody else's rows."""
        return Actor(
            kind="candidate", id=self.candidate_id, label="candidate", candidate_id=self.candidate_id
        )


def pass_of(link: PersonalLink) -> Pass:
    """The pass of the person of this address; give it only to who proved to be him."""
    return Pass(link.pk, link.candidate_id)


def issue(
    response: HttpResponse, request: HttpRequest, token: str, link: PersonalLink, now: datetime
) -> None:
    """Open the person's pages to this browser."""
    COOKIE.issue(response, request, token, [link.pk, link.candidate_id], link.expires_at - now)


def read(request: HttpRequest, token: str) -> Pass | None:
    """The pass in the request's cookie; None without a good one."""
    ids = COOKIE.read(request, token)
    return Pass(*ids) if ids is not None and len(ids) == 2 else None


def code_needed(view: View) -> Any:
    """The page opens only after the one-time code; without it, back to where one is asked for.

    The view gets the pass as ``holder`` and runs as the person. An address that was renewed or ran out, or a
    person who was erased, opens nothing, whatever the browser still carries.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        holder = read(request, token)
        if holder is None or not queries.is_open(token, holder.link_id, utc_now()):
            return redirect("personal_links:home", token=token)
        with acting_as(holder.actor()) as actor:
            request.actor = actor  # type: ignore[attr-defined]  # read through access.views.actor_of
            return view(request, token, holder=holder, **kwargs)

    return candidate_link(cast(Any, guarded))
