"""The link, the code, and what is said when they lead nowhere."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bole.foundation.access import throttle
from bole.foundation.access.actors import acting_as
from bole.foundation.access.views import candidate_link
from bole.foundation.ui import messages
from bole.hiring.interviews import link, notices, pages, queries, services
from bole.hiring.interviews.forms import CodeForm
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.views.shared import go_on, words_of
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

SENT_TO = "bole_code_to"


def known_link(view: Callable[[HttpRequest, str, Interview], HttpResponseBase]) -> Callable[..., Any]:
    """The view gets the interview of the link; a link that leads nowhere gets the page that says so."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            interview = services.find_by_token(token)
        except NotFoundError:
            return unknown(request)
        return view(request, token, interview)

    return guarded


@candidate_link
@require_safe
@known_link
def invitation(request: HttpRequest, token: str, interview: Interview) -> HttpResponseBase:
    """Who asks, for what, what is recorded, who sees it, how it is scored; no personal value."""
    pages.speak(request, interview)
    now = utc_now()
    holder = link.read(request, token)
    passed, finished = holder is not None, interview.state == Interview.State.FINISHED
    if holder is not None and finished:
        with acting_as(holder.actor()):
            return go_on(queries.get(interview.pk), token)
    ended = interview.state == Interview.State.EXPIRED or (now >= interview.closes_at and not finished)
    if interview.state == Interview.State.WITHDRAWN:
        return closed(request, interview, token, "interview_withdrawn")
    if ended and not passed:
        return closed(request, interview, token, "window_closed")
    return pages.show(
        request,
        interview,
        token,
        "invitation",
        passed=passed,
        finished=finished,
        not_yet=now < interview.opens_at,
        typed=bool(interview.accommodations.get("typed")),
        length=pages.length_of(interview),
        questions=pages.questions_of(interview),
        notices=notices.notices(interview.law),
    )


def unknown(request: HttpRequest) -> HttpResponse:
    """A link that leads nowhere: what may have happened and what to do, the same for every reason."""
    title, text = messages.explain("link_unknown")
    context = {"title": title, "text": text, "icon_name": "alert"}
    return render(request, "interviews/portal/closed.html", context, status=404)


def closed(request: HttpRequest, interview: Interview, token: str, code: str) -> HttpResponse:
    """The link is good, but nothing can be answered with it (any more, or yet)."""
    pages.speak(request, interview)
    title, text = messages.explain(code)
    return pages.show(
        request, interview, token, "closed", title=title, text=text, icon_name="clock", by_code=True
    )


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
@known_link
def code(request: HttpRequest, token: str, interview: Interview) -> HttpResponseBase:
    """POST sends a code to the invited address; GET shows where to type it in."""
    holder = link.read(request, token)
    if request.method != "POST":
        return ask_code(request, interview, token)
    if holder is not None:
        with acting_as(holder.actor()):
            return go_on(queries.get(interview.pk), token)
    pages.speak(request, interview)
    with acting_as(link.pass_of(interview).actor()):
        try:
            sent = services.send_code(interview_id=interview.pk, now=utc_now())
        except ConflictError as error:
            if error.code != "code_throttled":
                raise
            return ask_code(request, interview, token, words_of(error), status=429)
    response = redirect("interviews:code", token=token)
    response.set_signed_cookie(
        SENT_TO,
        sent.to,
        salt=token,
        max_age=900,
        path=f"/i/{token}/",
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def ask_code(
    request: HttpRequest, interview: Interview, token: str, problem: str = "", status: int = 200
) -> HttpResponse:
    """The field for the six digits."""
    masked = request.get_signed_cookie(SENT_TO, default="", salt=token, max_age=900)
    return pages.show(request, interview, token, "code", masked=masked, problem=problem, status=status)


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
@known_link
def verify(request: HttpRequest, token: str, interview: Interview) -> HttpResponseBase:
    """Six digits against the one that was sent; five tries. Opened without them it leads to their field."""
    if request.method != "POST":
        return redirect("interviews:code", token=token)
    pages.speak(request, interview)
    form = CodeForm(request.POST)
    throttle.check(request, "code", utc_now())
    with acting_as(link.pass_of(interview).actor()):
        try:
            if not form.is_valid():
                raise InvalidError("no digits", code="code_wrong")
            now = utc_now()
            interview = services.verify_code(
                interview_id=interview.pk, code=form.cleaned_data["code"], now=now
            )
        except (ConflictError, InvalidError) as error:
            throttle.failed(request, "code", utc_now())
            return ask_code(request, interview, token, words_of(error), status=422)
        response = go_on(interview, token)
    link.issue(response, request, token, interview, now)
    response.delete_cookie(SENT_TO, path=f"/i/{token}/")
    return response


@candidate_link
@require_safe
@known_link
def unsupported(request: HttpRequest, token: str, interview: Interview) -> HttpResponseBase:
    """This browser cannot record: where to go on instead."""
    return pages.show(request, interview, token, "unsupported", qr=pages.qr(request, token))
