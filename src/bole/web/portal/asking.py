"""«Ask a question» of the candidate's portal: beside the interview, the personal page and the application,
never inside them.

The interview is read for its unit, job and language only; no clock of a question starts, stops or moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.access.views import actor_of, candidate_link
from bole.foundation.org import queries as org
from bole.hiring.enquiries import queries as enquiries
from bole.hiring.enquiries import services
from bole.hiring.intake import queries as intake
from bole.hiring.interviews import link
from bole.hiring.interviews import queries as interviews
from bole.hiring.personal_links import link as personal_link
from bole.hiring.personal_links import queries as personal_links
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError

SHOWN = 30
LOOKS = 45  # how often the page looks for an answer by itself, every two seconds
METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks from where. ``about``: names by language, ``bank`` among them; ``back``: the page before."""

    candidate_id: UUID
    unit_id: UUID
    language: str
    about: Mapping[str, Any]
    back: str
    application_id: UUID | None = None
    about_id: UUID | None = None
    job: Mapping[str, str] | None = None


@link.code_needed
@never_cache
@require_http_methods(METHODS)
def questions(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """From an interview or its result."""
    interview = interviews.get(holder.interview_id)
    asker = Asker(
        candidate_id=interview.candidate_id,
        unit_id=interview.unit_id,
        language=interview.language,
        about=interview.about,
        back=reverse("interviews:invitation", args=[token]),
        application_id=interview.application_id,
        about_id=interview.pk,
        job=interview.about["job"],
    )
    return _answered(request, asker)


@personal_link.code_needed
@never_cache
@require_http_methods(METHODS)
def of_person(request: HttpRequest, token: str, holder: personal_link.Pass) -> HttpResponseBase:
    """From the person's own pages: appointments, checks, the offer, the first months."""
    found = personal_links.of_candidate(holder.candidate_id)
    if found is None:
        raise NotFoundError("no such page")
    asker = Asker(
        candidate_id=holder.candidate_id,
        unit_id=found.unit_id,
        language=found.language,
        about=found.about,
        back=reverse("personal_links:home", args=[token]),
    )
    return _answered(request, asker)


@candidate_link
@never_cache
@require_http_methods(METHODS)
def of_applicant(request: HttpRequest, key: str) -> HttpResponseBase:
    """From the page of a sent application. Who joined a known person's file asks elsewhere: the key does not
    prove that he is that person."""
    row = intake.submission(key)
    if row.candidate_id is None or row.joined:
        raise NotFoundError("nobody asks here")
    job, bank = row.posting.requisition, org.root()
    asker = Asker(
        candidate_id=row.candidate_id,
        unit_id=row.unit_id,
        language=row.language,
        about={"bank": dict.fromkeys(("zh", "en"), bank.name if bank else "")},
        back=reverse("intake:mine", args=[key]),
        application_id=row.application_id,
        about_id=row.pk,
        job={"zh": job.title_zh, "en": job.title_en},
    )
    actor = Actor(kind="candidate", id=row.candidate_id, label="candidate", candidate_id=row.candidate_id)
    with acting_as(actor):
        request.actor = actor  # type: ignore[attr-defined]  # read through access.views.actor_of
        return _answered(request, asker)


def _answered(request: HttpRequest, asker: Asker) -> HttpResponseBase:
    """Ask, and read the answers to what one asked before.

    With htmx a POST gives the one question back, so that a page on which a clock runs is not left.
    """
    if request.method != "POST":
        return _page(request, asker)
    if "do" in request.POST:
        _settle(request)
        return redirect(request.path)
    by_htmx = request.headers.get("HX-Request") == "true"
    try:
        asked = services.ask(
            unit_id=asker.unit_id,
            application_id=asker.application_id,
            about_id=asker.about_id,
            job=asker.job,
            language=request.LANGUAGE_CODE or asker.language,
            text=request.POST.get("text", ""),
            now=utc_now(),
        )
    except (InvalidError, ConflictError) as error:
        if by_htmx:
            return render(request, "portal/_asked.html", {"problem": _words(error)})
        return _page(request, asker, problem=_words(error), text=request.POST.get("text", ""))
    if by_htmx:
        return render(request, "portal/_asked.html", {"one": enquiries.as_asked(asked)})
    return redirect(request.path)


def _settle(request: HttpRequest) -> None:
    try:
        wanted = UUID(request.POST.get("enquiry", ""))
    except ValueError:
        return
    services.settle(enquiry_id=wanted, wish=request.POST["do"], now=utc_now())


def _page(request: HttpRequest, asker: Asker, problem: str = "", text: str = "") -> HttpResponse:
    rows = enquiries.of_candidate(actor_of(request), asker.candidate_id)[:SHOWN]
    found = [enquiries.as_asked(one) for one in rows]
    looks = int(request.GET["looks"]) if request.GET.get("looks", "").isdigit() else 0
    context = {
        "about": asker.about,
        "back": asker.back,
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
