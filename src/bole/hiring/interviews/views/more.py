"""After the last core answer: is one more detail needed? And: rather not."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from bole.hiring.interviews import link, pages, probe_rules, queries, services, standing
from bole.hiring.interviews.views.shared import go_on
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError


@link.code_needed
@require_safe
def more(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """Wait for the decision and say honestly how far it is; then on to the question, or to the end."""
    interview = queries.get(holder.interview_id)
    state = standing.whole_state(holder)
    probes = state["probes"]
    if probes["state"] == "open" and state["next"]:
        return go_on(interview, token)
    if probes["state"] != "waiting" or state["next"]:
        return redirect("interviews:done", token=token)
    pages.speak(request, interview)
    limit = int(probe_rules.WAIT.total_seconds())
    return pages.show(
        request,
        interview,
        token,
        "more",
        probes=probes,
        limit=limit,
        late=probes["waited"] >= limit,
        handed_in=interview.state == "finished",
    )


@link.code_needed
@require_POST
def leave(request: HttpRequest, token: str, holder: link.Pass, number: int) -> HttpResponseBase:  # noqa: ARG001  a view's shape
    """The candidate would rather not answer this probe."""
    interview = queries.get(holder.interview_id)
    rows = queries.state_for(interview, utc_now())["questions"]
    asked = next((row for row in rows if row["ordinal"] == number), None)
    if asked is None:
        raise NotFoundError("no such question", code="question_unknown")
    services.decline_probe(interview_id=interview.pk, question_key=asked["key"], now=utc_now())
    return go_on(queries.get(interview.pk), token)
