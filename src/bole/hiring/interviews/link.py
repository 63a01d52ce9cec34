"""What a candidate's browser carries after the one-time code: a signed cookie, good for one link only.

The link alone opens the invitation page. The cookie is sent back below ``/i/<token>/`` only, holds ids and no
personal value, and dies with the browser's day or the interview's window, whichever comes first.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.access.views import candidate_link
from bole.hiring.interviews.models import Interview
from bole.hiring.personal_links.link import Cookie

COOKIE = "bole_candidate"
CANDIDATE = Cookie(COOKIE, "/i/")
RESULT_STAYS = timedelta(hours=2)  # after the window, for the result page; later a new code is asked
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Pass:
    """Who passed the code for which interview."""

    interview_id: UUID
    candidate_id: UUID

    def actor(self) -> Actor:
        """The invited person, and nobody else's rows."""
        return Actor(
            kind="candidate",
            id=self.candidate_id,
            label="candidate",
            candidate_id=self.candidate_id,
            interview_id=self.interview_id,
        )


def pass_of(interview: Interview) -> Pass:
    """The pass of the interview's candidate; give it only to who proved to be him."""
    return Pass(interview.pk, interview.candidate_id)


def issue(
    response: HttpResponse, request: HttpRequest, token: str, interview: Interview, now: datetime
) -> None:
    """Put the cookie on the response."""
    life = max(interview.closes_at - now, timedelta()) + RESULT_STAYS
    CANDIDATE.issue(response, request, token, [interview.pk, interview.candidate_id], life)


def read(request: HttpRequest, token: str) -> Pass | None:
    """The pass in the request's cookie; None without one, or when it is forged, old or for another link.

    Touches no database: every part of an upload comes through here.
    """
    ids = CANDIDATE.read(request, token)
    return Pass(*ids) if ids is not None and len(ids) == 2 else None


def forget(response: HttpResponse, token: str) -> None:
    """Take the cookie away."""
    CANDIDATE.forget(response, token)


def code_needed(view: View) -> Any:
    """The page opens only after the one-time code; without it, back to the invitation.

    The view gets the pass as ``holder`` and runs as the candidate.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        holder = read(request, token)
        if holder is None:
            return redirect("interviews:invitation", token=token)
        with acting_as(holder.actor()) as actor:
            request.actor = actor  # type: ignore[attr-defined]  # read through access.views.actor_of
            return view(request, token, holder=holder, **kwargs)

    return candidate_link(cast(Any, guarded))
