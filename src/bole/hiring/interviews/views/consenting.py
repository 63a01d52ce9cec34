"""Consent: one purpose per screen at first, afterwards each one to be changed at any moment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bole.hiring.interviews import consents, link, pages, queries, services
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.views.shared import go_on, questions_of
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """One purpose per screen, both buttons alike; then all decisions at a glance, then it counts."""
    interview = queries.get(holder.interview_id)
    pages.speak(request, interview)
    if interview.consented_at is not None and interview.mode != Interview.Mode.LIVE:
        return overview(request, interview, token)
    if interview.state not in {Interview.State.INVITED, Interview.State.OPENED}:
        return go_on(interview, token)
    decisions = consents.decided_in(interview, request.POST if request.method == "POST" else request.GET)
    open_purpose = consents.next_purpose(interview, decisions)
    if request.method == "POST":
        interview = services.consent(interview_id=interview.pk, decisions=decisions, now=utc_now())
        return go_on(interview, token)
    if open_purpose is None:
        return check_consent(request, interview, token, decisions)
    return ask_consent(request, interview, token, decisions, open_purpose)


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
        **pages.progress(2, _("your consent")),
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
        recording=decisions.get("recording", True),
        **pages.progress(2, _("your consent")),
    )


def overview(request: HttpRequest, interview: Interview, token: str) -> HttpResponse:
    """What stands now, each point with its own way to change it."""
    state = queries.state_for(interview, utc_now())
    standing, begun = state["consents"], any(q["prompt"] for q in state["questions"])
    return pages.show(
        request,
        interview,
        token,
        "consents",
        rows=consents.rows(interview, token, standing, state["purposes"]),
        outcome=pages.outcome(interview, standing),
        may_talk=consents.may_ask_live(standing, state["rights"]),
        back_url=pages.address("done" if begun else "invitation", token),
        next_url=pages.next_address(interview, token, questions_of(interview), utc_now()),
        over=interview.state in consents.OVER,
    )


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def consent_change(request: HttpRequest, token: str, holder: link.Pass, purpose: str) -> HttpResponseBase:
    """One consent: what changes if it is given or taken back now, then once more the question."""
    interview = queries.get(holder.interview_id)
    state = queries.state_for(interview, utc_now())
    if interview.consented_at is None:
        return redirect("interviews:consent", token=token)
    if purpose not in state["purposes"]:
        raise NotFoundError("not asked here", code="question_unknown")
    if request.method == "POST" and request.POST.get(purpose) in {"yes", "no"}:
        services.change_consent(
            interview_id=interview.pk, purpose=purpose, granted=request.POST[purpose] == "yes", now=utc_now()
        )
        return redirect("interviews:consent", token=token)
    agreed = bool(state["consents"].get(purpose, False))
    pages.speak(request, interview)
    return pages.show(
        request,
        interview,
        token,
        "consent_change",
        consent=pages.block(purpose),
        purpose=purpose,
        agreed=agreed,
        effects=consents.effects(interview, purpose, granted=not agreed),
        back_url=pages.address("consent", token),
    )
