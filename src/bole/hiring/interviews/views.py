"""The candidate's pages, from invitation to rights. The link opens the first page, a code all others."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from bole.foundation.access.actors import acting_as
from bole.foundation.access.views import candidate_link
from bole.foundation.ui import messages
from bole.hiring.interviews import link, pages, queries, rules, services, standing, texts
from bole.hiring.interviews.forms import CodeForm, TypedForm
from bole.hiring.interviews.models import Interview
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError

SENT_TO = "bole_code_to"


def questions_of(interview: Interview) -> list[dict[str, Any]]:
    """The questions as the portal sees them."""
    found: list[dict[str, Any]] = queries.state_for(interview, utc_now())["questions"]
    return found


def go_on(interview: Interview, token: str) -> HttpResponse:
    """Off to the next thing to do."""
    return redirect(pages.next_address(interview, token, questions_of(interview), utc_now()))


def words_of(error: BoleError) -> str:
    """A refusal as one line."""
    title, text = messages.explain(error.code)
    return f"{title}。{text}" if text.endswith("。") else f"{title}. {text}"


# --- link and code


@candidate_link
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Who asks, for what, what is recorded, who sees it, how it is scored; no personal value."""
    try:
        interview = services.find_by_token(token)
    except NotFoundError:
        return unknown(request)
    pages.speak(request, interview)
    now = utc_now()
    passed = link.read(request, token) is not None
    ended = interview.state == Interview.State.EXPIRED or (
        now >= interview.closes_at and interview.state != Interview.State.FINISHED
    )
    if ended and not passed:
        return closed(request, interview, token, "window_closed")
    return pages.show(
        request,
        interview,
        token,
        "invitation",
        passed=passed,
        finished=interview.state == Interview.State.FINISHED,
        not_yet=now < interview.opens_at,
        typed=bool(interview.accommodations.get("typed")),
        length=pages.length_of(interview),
        questions=pages.questions_of(interview),
    )


def unknown(request: HttpRequest) -> HttpResponse:
    """A link that leads nowhere: what may have happened and what to do, the same for every reason."""
    title, text = messages.explain("link_unknown")
    context = {"title": title, "text": text, "icon_name": "alert"}
    return render(request, "interviews/portal/closed.html", context, status=404)


def closed(request: HttpRequest, interview: Interview, token: str, code: str) -> HttpResponse:
    """The link is good, but nothing can be answered with it (any more, or yet)."""
    pages.speak(request, interview)
    title, text = messages.explain(code)
    return pages.show(
        request, interview, token, "closed", title=title, text=text, icon_name="clock", by_code=True
    )


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponseBase:
    """POST sends a code to the invited address; GET shows where to type it in."""
    interview = services.find_by_token(token)
    holder = link.read(request, token)
    if request.method != "POST":
        return ask_code(request, interview, token)
    if holder is not None:
        with acting_as(holder.actor()):
            return go_on(queries.get(interview.pk), token)
    pages.speak(request, interview)
    with acting_as(link.pass_of(interview).actor()):
        try:
            sent = services.send_code(interview_id=interview.pk, now=utc_now())
        except ConflictError as error:
            if error.code != "code_throttled":
                raise
            return ask_code(request, interview, token, words_of(error), status=429)
    response = redirect("interviews:code", token=token)
    response.set_signed_cookie(
        SENT_TO,
        sent.to,
        salt=token,
        max_age=900,
        path=f"/i/{token}/",
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def ask_code(
    request: HttpRequest, interview: Interview, token: str, problem: str = "", status: int = 200
) -> HttpResponse:
    """The field for the six digits."""
    masked = request.get_signed_cookie(SENT_TO, default="", salt=token, max_age=900)
    return pages.show(request, interview, token, "code", masked=masked, problem=problem, status=status)


@candidate_link
@require_POST
def verify(request: HttpRequest, token: str) -> HttpResponseBase:
    """Six digits against the one that was sent; five tries."""
    interview = services.find_by_token(token)
    pages.speak(request, interview)
    form = CodeForm(request.POST)
    with acting_as(link.pass_of(interview).actor()):
        try:
            if not form.is_valid():
                raise InvalidError("no digits", code="code_wrong")
            now = utc_now()
            interview = services.verify_code(
                interview_id=interview.pk, code=form.cleaned_data["code"], now=now
            )
        except (ConflictError, InvalidError) as error:
            return ask_code(request, interview, token, words_of(error), status=422)
        response = go_on(interview, token)
    link.issue(response, request, token, interview, now)
    response.delete_cookie(SENT_TO, path=f"/i/{token}/")
    return response


# --- before the questions


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """One purpose per screen, both buttons alike; then all decisions at a glance, then it counts."""
    interview = queries.get(holder.interview_id)
    pages.speak(request, interview)
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
    rows, before = [], {}
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
    rest = [q["ordinal"] for q in questions_of(interview) if q["state"] != "submitted"]
    return pages.address("question", token, number=rest[0]) if rest else pages.address("done", token)


# --- the questions


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str, holder: link.Pass, number: int) -> HttpResponseBase:
    """One question: the recording screen, or a field to type in."""
    interview = queries.get(holder.interview_id)
    state = standing.whole_state(holder)
    asked = next((q for q in state["questions"] if q["ordinal"] == number), None)
    if asked is None:
        raise NotFoundError("no such question", code="question_unknown")
    over = (
        interview.state in {Interview.State.FINISHED, Interview.State.EXPIRED}
        or interview.consented_at is None
    )
    if over or asked["state"] == "submitted" or state["next"] != asked["key"]:
        return go_on(interview, token)
    pages.speak(request, interview)
    if interview.mode == Interview.Mode.TYPED:
        return typed_question(request, interview, token, state, asked)
    return pages.show(
        request,
        interview,
        token,
        "question",
        state=state,
        texts=texts.question(),
        number=number,
        count=len(state["questions"]),
        numbers=state["questions"],
        level_bars=pages.LEVEL_BARS,
        done_url=pages.address("done", token),
        may_ask_live=False,
    )


def typed_question(
    request: HttpRequest, interview: Interview, token: str, state: dict[str, Any], asked: dict[str, Any]
) -> HttpResponse:
    """The same question for somebody who types; works without script."""
    problem, text = "", ""
    if request.method == "POST":
        if request.POST.get("begin"):
            services.begin_question(interview_id=interview.pk, question_key=asked["key"], now=utc_now())
            return redirect(request.path)
        form, text = TypedForm(request.POST), request.POST.get("text", "")
        try:
            services.submit_typed(
                interview_id=interview.pk, question_key=asked["key"], text=text, now=utc_now()
            )
            return go_on(interview, token)
        except InvalidError:
            form.is_valid()
            problem = " ".join(form.errors.get("text", []))
    return pages.show(
        request,
        interview,
        token,
        "typed",
        answer=asked,
        number=asked["ordinal"],
        count=len(state["questions"]),
        segments=pages.segments(state["questions"], asked["ordinal"]),
        text=text,
        problem=problem,
        texts=texts.typed(),
        draft_key=asked["answer_id"],
        status=422 if problem else 200,
    )


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """What is answered and what is not; the button that hands everything in; afterwards what happens next."""
    interview = queries.get(holder.interview_id)
    state = queries.state_for(interview, utc_now())
    rows = state["questions"]
    open_count = sum(row["state"] != "submitted" for row in rows)
    if request.method == "POST" and interview.state != Interview.State.FINISHED:
        services.finish(interview_id=interview.pk, now=utc_now(), partial=open_count > 0)
        return redirect(request.path)
    pages.speak(request, interview)
    return pages.show(
        request,
        interview,
        token,
        "done",
        rows=rows,
        open_count=open_count,
        texts=texts.uploading(),
        finished=interview.state == Interview.State.FINISHED,
        live=interview.mode == Interview.Mode.LIVE,
        count=state["progress"]["done"],
        asked=asked_of(state),
        ended=ended(interview),
        steps_next=state["next"],
    )


def ended(interview: Interview) -> bool:
    """Whether no question can be begun any more."""
    return interview.state == Interview.State.EXPIRED or utc_now() >= interview.closes_at


def asked_of(state: dict[str, Any]) -> dict[str, bool]:
    """Which rights were asked for and not yet answered."""
    return {row["kind"]: True for row in state["rights"] if row["state"] != "done"}


# --- rights


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, token: str, holder: link.Pass, kind: str) -> HttpResponseBase:
    """Explain, ask for a person, withdraw and erase: says what happens, then asks once."""
    if kind not in {"explain", "human_review", "erase"}:
        raise NotFoundError("no such right")
    interview = queries.get(holder.interview_id)
    pages.speak(request, interview)
    if request.method == "POST":
        services.request_right(interview_id=interview.pk, kind=kind, now=utc_now())
        return erased(request, interview, token) if kind == "erase" else redirect(request.path)
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
    return pages.show(
        request, interview, token, "right", kind=kind, asked=pending, back_url=back, **pages.right_words(kind)
    )


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


@candidate_link
@require_safe
def unsupported(request: HttpRequest, token: str) -> HttpResponseBase:
    """This browser cannot record: where to go on instead."""
    interview = services.find_by_token(token)
    return pages.show(request, interview, token, "unsupported", qr=pages.qr(request, token))
