"""Before the questions: rather a person, device check, practice."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.hiring.interviews import link, pages, queries, services, texts
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.views.resume import may_paste
from bole.hiring.interviews.views.shared import go_on, questions_of
from bole.kernel.clock import utc_now


@link.code_needed
@require_POST
def live(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:  # noqa: ARG001  a view's shape
    """Rather a person than a recording."""
    services.request_live(interview_id=holder.interview_id, now=utc_now())
    return redirect("interviews:done", token=token)


@link.code_needed
@require_GET
def device(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """Camera, microphone, network, light."""
    interview = queries.get(holder.interview_id)
    if interview.consented_at is None or interview.mode in {Interview.Mode.TYPED, Interview.Mode.LIVE}:
        return go_on(interview, token)
    pages.speak(request, interview)
    return pages.show(
        request,
        interview,
        token,
        "device",
        texts=texts.device(),
        level_bars=pages.LEVEL_BARS,
        next_url=first_open(interview, token),
        may_paste=may_paste(interview, questions_of(interview)),
        **pages.progress(3, _("device check")),
    )


@link.code_needed
@require_GET
def practice(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """A question that is never sent anywhere."""
    interview = queries.get(holder.interview_id)
    if interview.consented_at is None or interview.mode in {Interview.Mode.TYPED, Interview.Mode.LIVE}:
        return go_on(interview, token)
    pages.speak(request, interview)
    return pages.show(
        request, interview, token, "practice", texts=texts.practice(), next_url=first_open(interview, token)
    )


def first_open(interview: Interview, token: str) -> str:
    """The address of the question to do now."""
    rest = [q["ordinal"] for q in questions_of(interview) if pages.is_open(q)]
    return pages.address("question", token, number=rest[0]) if rest else pages.address("done", token)
