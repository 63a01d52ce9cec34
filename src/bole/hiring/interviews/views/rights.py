"""Explain, ask for a person, withdraw and erase."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bole.foundation.privacy import queries as privacy
from bole.hiring.interviews import link, pages, queries, services
from bole.hiring.interviews.models import Interview
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, NotFoundError


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, token: str, holder: link.Pass, kind: str) -> HttpResponseBase:
    """Explain, ask for a person, withdraw and erase: says what happens, then asks once."""
    if kind not in {"explain", "human_review", "erase"}:
        raise NotFoundError("no such right")
    interview = queries.get(holder.interview_id)
    pages.speak(request, interview)
    if kind == "erase" and privacy.kept_by_law(interview.candidate_id, utc_now()):
        raise ConflictError("a law has this person's data kept", code="law_keeps")
    told = interview.feedback_sent_at is not None
    if request.method == "POST":
        services.request_right(interview_id=interview.pk, kind=kind, now=utc_now())
        if kind == "erase":
            return erased(request, interview, token)
        return redirect(pages.explanation(token) if kind == "explain" and told else request.path)
    pending = next(
        (
            r
            for r in interview.rights_requests.filter(kind=kind)
            .exclude(state="done")
            .order_by("-requested_at")
        ),
        None,
    )
    back = pages.address("done", token)
    words = pages.right_words(kind, told=told)
    return pages.show(request, interview, token, "right", kind=kind, asked=pending, back_url=back, **words)


def erased(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    """The last page: everything is gone, also the pass."""
    response = pages.show(
        request,
        interview,
        token,
        "closed",
        icon_name="ring-check",
        title=_("Your data has been erased"),
        text=_("Recordings, transcripts, scores, name and addresses are gone. Your application has ended."),
        note=_("You can close this page. The link no longer works."),
    )
    link.forget(response, token)
    return response
