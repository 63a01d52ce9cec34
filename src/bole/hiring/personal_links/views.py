"""The door of a person's pages, and the page behind it."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bole.foundation.access import throttle
from bole.foundation.access.actors import acting_as
from bole.foundation.access.views import candidate_link
from bole.foundation.ui import cards, messages
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import link, queries, services
from bole.hiring.personal_links.forms import CodeForm
from bole.hiring.personal_links.models import PersonalLink
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError

SENT_TO = "bole_person_code_to"
LANGUAGE_OF = {"zh": "zh-hans", "en": "en"}
MONTH = 30 * 24 * 3600


def known(view: Callable[[HttpRequest, str, PersonalLink], HttpResponseBase]) -> Callable[..., Any]:
    """The view gets the link of the address; one that leads nowhere gets the page that says so."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            found = services.find_by_token(token)
        except NotFoundError:
            return _closed(request, "link_unknown", 404)
        if utc_now() >= found.expires_at:
            return _closed(request, "person_link_expired", 410)
        return view(request, token, found)

    return guarded


@candidate_link
@require_safe
@known
def home(request: HttpRequest, token: str, found: PersonalLink) -> HttpResponseBase:
    """Before the code: who asks, and no personal value. Behind it: what there is for this person."""
    holder = link.read(request, token)
    if holder is None or not queries.is_open(token, holder.link_id, utc_now()):
        return _show(request, found, token, "door")
    with acting_as(holder.actor()) as actor:
        request.actor = actor  # type: ignore[attr-defined]  # read through access.views.actor_of
        name = candidates.contact(holder.candidate_id).name
        shown = [
            render_to_string(card.template, {**card.context, "token": token}, request)
            for card in cards.shown_to(actor, holder.candidate_id, token)
        ]
        return _show(request, found, token, "home", name=name, cards=shown)


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
@known
def code(request: HttpRequest, token: str, found: PersonalLink) -> HttpResponseBase:
    """POST sends a code to the person's own phone or mailbox; GET shows where to type it in."""
    if request.method != "POST":
        return _ask_code(request, found, token)
    with acting_as(link.pass_of(found).actor()):
        try:
            sent = services.send_entry_code(link_id=found.pk, now=utc_now())
        except ConflictError as error:
            if error.code != "code_throttled":
                raise
            return _ask_code(request, found, token, _words(error), 429)
    response = redirect("personal_links:code", token=token)
    response.set_signed_cookie(
        SENT_TO,
        sent.to,
        salt=token,
        max_age=900,
        path=link.COOKIE.path(token),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
@known
def enter(request: HttpRequest, token: str, found: PersonalLink) -> HttpResponseBase:
    """Six digits against the one that was sent; five tries. Opened without them it leads to their field."""
    if request.method != "POST":
        return redirect("personal_links:code", token=token)
    form = CodeForm(request.POST)
    now = utc_now()
    throttle.check(request, "code", now)
    with acting_as(link.pass_of(found).actor()):
        try:
            if not form.is_valid():
                raise InvalidError("no digits", code="code_wrong")
            found = services.enter(link_id=found.pk, code=form.cleaned_data["code"], now=now)
        except (ConflictError, InvalidError) as error:
            throttle.failed(request, "code", now)
            return _ask_code(request, found, token, _words(error), 422)
    response = redirect("personal_links:home", token=token)
    link.issue(response, request, token, found, now)
    response.delete_cookie(SENT_TO, path=link.COOKIE.path(token))
    return response


@candidate_link
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponseBase:  # noqa: ARG001  the address map's signature
    """Close the pages on this phone, for somebody who borrowed it."""
    response = redirect("personal_links:home", token=token)
    link.COOKIE.forget(response, token)
    return response


def _ask_code(
    request: HttpRequest, found: PersonalLink, token: str, problem: str = "", status: int = 200
) -> HttpResponse:
    masked = request.get_signed_cookie(SENT_TO, default="", salt=token, max_age=900)
    return _show(request, found, token, "code", masked=masked, problem=problem, status=status)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    title, text = messages.explain(why)
    context = {"title": title, "text": text}
    return render(request, "personal_links/closed.html", context, status=status)


def _words(error: BoleError) -> str:
    title, text = messages.explain(error.code)
    return f"{title}。{text}" if text.endswith("。") else f"{title}. {text}"


def _show(
    request: HttpRequest, found: PersonalLink, token: str, page: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Until somebody chose a language, the person's is spoken."""
    spoken = None
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        spoken = LANGUAGE_OF[found.language]
        translation.activate(spoken)
        request.LANGUAGE_CODE = spoken
    context = {"about": found.about, "token": token, **context}
    response = render(request, f"personal_links/{page}.html", context, status=status)
    if spoken:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            spoken,
            max_age=MONTH,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response
