"""The page behind a mail's List-Unsubscribe header; a mail program posts to it (RFC 8058), a person presses
its button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import public
from bole.foundation.messaging import queries, services
from bole.foundation.ui.formats import say
from bole.kernel.clock import utc_now


@csrf_exempt  # a mail program has no form of ours; the signed link is the proof, and nothing else can be done
@public("the signed link says whose refusal it is")
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, so that a mail scanner following links refuses nothing; refuse on POST."""
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    with system_scope("messaging:leave"):
        message = services.message_of(token)
        if request.method == "POST":
            via = "one_click" if one_click else "page"
            services.leave(token=token, via=via, now=utc_now())
    if request.method == "POST" and one_click:
        return HttpResponse(status=204)
    page = {"title": say(queries.title_of(message.template)), "done": request.method == "POST"}
    response = render(request, "portal/leave.html", page)
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
