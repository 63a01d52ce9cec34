"""Before the questions: consent, device check, practice."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.ui import messages
from bole.hiring.interviews import link, pages, queries, rules, services, texts
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.views.shared import go_on, questions_of
from bole.kernel.clock import utc_now


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """One purpose per screen, both buttons alike; then all decisions at a glance, then it counts."""
    interview = queries.get(holder.interview_id)
    pages.speak(request, interview)
    if interview.state not in {Interview.State.INVITED, Interview.State.OPENED}:
        return consent_given(request, interview, token)
    purposes = rules.purposes_asked(interview.offered_channels)
    if request.method == "POST":
        decisions = pages.decisions_in(request.POST, purposes)
        interview = services.consent(interview_id=interview.pk, decisions=decisions, now=utc_now())
        return go_on(interview, token)
    decisions = pages.decisions_in(request.GET, purposes)
    if len(decisions) == len(purposes):
        return check_consent(request, interview, token, decisions)
    return ask_consent(request, interview, token, decisions, purposes[len(decisions)])


def ask_consent(
    request: HttpRequest, interview: Interview, token: str, decisions: dict[str, bool], purpose: str
) -> HttpResponse:
    """The screen of one purpose."""
    here = pages.address("consent", token)
    earlier = dict(list(decisions.items())[:-1])
    back = f"{here}?{pages.as_query(earlier)}" if decisions else pages.address("invitation", token)
    return pages.show(
        request,
        interview,
        token,
        "consent",
        consent=pages.block(purpose),
        purpose=purpose,
        back_url=back,
        decided=[(name, "yes" if agreed else "no") for name, agreed in decisions.items()],
        **steps(2, _("your consent")),
    )


def check_consent(
    request: HttpRequest, interview: Interview, token: str, decisions: dict[str, bool]
) -> HttpResponse:
    """All decisions at a glance."""
    here = pages.address("consent", token)
    rows: list[dict[str, Any]] = []
    before: dict[str, bool] = {}
    for purpose, agreed in decisions.items():
        change = f"{here}?{pages.as_query(before)}"
        rows.append({"title": pages.block(purpose).title, "agreed": agreed, "change_url": change})
        before = {**before, purpose: agreed}
    return pages.show(
        request,
        interview,
        token,
        "consent_check",
        rows=rows,
        outcome=pages.outcome(interview, decisions),
        decided=[(name, "yes" if agreed else "no") for name, agreed in decisions.items()],
        back_url=f"{here}?{pages.as_query(dict(list(decisions.items())[:-1]))}",
        recording=decisions["recording"],
        **steps(2, _("your consent")),
    )


def consent_given(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    """After the first question the decisions stand; what is left is to withdraw altogether."""
    decided = queries.state_for(interview, utc_now())["consents"]
    rows = [{"title": pages.block(purpose).title, "agreed": agreed} for purpose, agreed in decided.items()]
    title, text = messages.explain("already_begun")
    return pages.show(
        request,
        interview,
        token,
        "consent_check",
        rows=rows,
        outcome=f"{title}。{text}" if text.endswith("。") else f"{title}. {text}",
        fixed=True,
        recording=True,
        back_url=pages.address("done", token),
        **steps(2, _("your consent")),
    )


def steps(now: int, name: str) -> dict[str, Any]:
    """The line of segments above a page."""
    kinds = ["done" if i < now else "now" if i == now else "" for i in range(1, pages.STEPS + 1)]
    return {"segments": kinds, "step": now, "steps": pages.STEPS, "step_name": name}


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
        **steps(3, _("device check")),
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
