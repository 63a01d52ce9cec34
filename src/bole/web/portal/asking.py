"""«Ask a question» of the candidate's portal: beside the interview, never inside it.

The interview is read for its unit, job and language only; no clock of a question starts, stops or moves.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bole.foundation.access.views import actor_of
from bole.hiring.enquiries import queries as enquiries
from bole.hiring.enquiries import services
from bole.hiring.interviews import link
from bole.hiring.interviews import queries as interviews
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError

if TYPE_CHECKING:
    from bole.hiring.interviews.models import Interview

SHOWN = 30
LOOKS = 45  # how often the page looks for an answer by itself, every two seconds


@link.code_needed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """Ask, and read the answers to what one asked before.

    With htmx a POST gives the one question back, so that a page on which a clock runs is not left.
    """
    interview = interviews.get(holder.interview_id)
    if request.method != "POST":
        return _page(request, interview, token)
    if "do" in request.POST:
        _settle(request)
        return redirect("portal:questions", token=token)
    try:
        asked = services.ask(
            unit_id=interview.unit_id,
            application_id=interview.application_id,
            about_id=interview.pk,
            job=interview.about["job"],
            language=request.LANGUAGE_CODE or interview.language,
            text=request.POST.get("text", ""),
            now=utc_now(),
        )
    except (InvalidError, ConflictError) as error:
        if _by_htmx(request):
            return render(request, "portal/_asked.html", {"problem": _words(error), "token": token})
        return _page(request, interview, token, problem=_words(error), text=request.POST.get("text", ""))
    if _by_htmx(request):
        return render(request, "portal/_asked.html", {"one": enquiries.as_asked(asked), "token": token})
    return redirect("portal:questions", token=token)


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _settle(request: HttpRequest) -> None:
    try:
        wanted = UUID(request.POST.get("enquiry", ""))
    except ValueError:
        return
    services.settle(enquiry_id=wanted, wish=request.POST["do"], now=utc_now())


def _page(
    request: HttpRequest, interview: "Interview", token: str, problem: str = "", text: str = ""
) -> HttpResponse:
    rows = enquiries.of_candidate(actor_of(request), interview.candidate_id)[:SHOWN]
    found = [enquiries.as_asked(one) for one in rows]
    looks = int(request.GET["looks"]) if request.GET.get("looks", "").isdigit() else 0
    context = {
        "about": interview.about,
        "token": token,
        "found": found,
        "looking": any(one["state"] == "asked" for one in found) and looks < LOOKS,
        "looks": looks + 1,
        "problem": problem,
        "text": text,
        "post_to": request.path,
    }
    return render(request, "portal/questions.html", context, status=422 if problem else 200)


def _words(error: BoleError) -> str:
    return {
        "question_empty": _("Write your question first."),
        "question_long": _("That is longer than 500 characters. Ask for one thing at a time."),
        "too_many_questions": _("You have asked a lot in a short time. Try again in an hour."),
    }.get(error.code, _("This could not be taken. Try again in a moment."))
