"""The front door, and the candidate's result: outcome, scores with their bands, reasons, rights."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, public
from bole.hiring.assessment import queries as assessment
from bole.hiring.candidates import queries as candidates
from bole.hiring.feedback import queries as feedback
from bole.hiring.interviews import link
from bole.hiring.interviews import queries as interviews
from bole.kernel.clock import utc_now
from bole.web.portal import presenting


@public("the front door tells nobody anything")
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """People of the bank go to the console; candidates are told to use their link."""
    if actor_of(request).is_bank_user:
        return redirect("/console/")
    return render(request, "portal/home.html")


@link.code_needed
@require_GET
def result(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """What came of it, with the own words each score rests on."""
    interview = interviews.get(holder.interview_id)
    found = assessment.candidate_result(interview.pk)
    context = {
        "token": token,
        "interview": interview,
        "about": interview.about,
        "name": candidates.contact(interview.candidate_id).name,
        "asked": {
            row["kind"]: True
            for row in interviews.state_for(interview, utc_now())["rights"]
            if row["state"] != "done"
        },
        **presenting.page(found, feedback.letter_of(interview.pk)),
    }
    return render(request, "portal/result.html", context)
