"""Lines of the résumé, pasted by the candidate before the first question. Optional, and said so."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bole.hiring.interviews import link, pages, queries, services
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.views.shared import go_on, questions_of
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError


def may_paste(interview: Interview, questions: list[dict[str, Any]]) -> bool:
    """Whether lines pasted now could still lead to a question."""
    asks = bool(interview.guide.get("personalised")) and not interview.personal_by
    begun = any(question["prompt"] for question in questions)
    return asks and not begun and interview.state in {"invited", "opened"}


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """What it is for, a field, and the way past it."""
    interview = queries.get(holder.interview_id)
    questions = questions_of(interview)
    if interview.consented_at is None or not may_paste(interview, questions):
        return go_on(interview, token)
    pages.speak(request, interview)
    text, problem = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            interview = services.add_resume(interview_id=interview.pk, text=text, now=utc_now())
        except InvalidError as error:
            long = error.fields.get("text") == "too_long"
            problem = _("This is too long.") if long else _("Paste some lines, or go on without.")
        else:
            return redirect(pages.next_address(interview, token, questions_of(interview), utc_now()))
    return pages.show(
        request,
        interview,
        token,
        "resume",
        text=text,
        problem=problem,
        back_url=pages.next_address(interview, token, questions, utc_now()),
        status=422 if problem else 200,
    )
