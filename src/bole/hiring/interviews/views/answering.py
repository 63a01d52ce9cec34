"""The questions, recorded or typed, and handing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from bole.hiring.interviews import link, pages, queries, rules, services, standing, texts
from bole.hiring.interviews.forms import TypedForm
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.views import resume
from bole.hiring.interviews.views.shared import go_on, words_of
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str, holder: link.Pass, number: int) -> HttpResponseBase:
    """One question: the recording screen, or a field to type in."""
    interview = queries.get(holder.interview_id)
    state = standing.whole_state(holder)
    asked = next((q for q in state["questions"] if q["ordinal"] == number), None)
    if asked is None:
        raise NotFoundError("no such question", code="question_unknown")
    closed = interview.state in pages.CLOSED and (asked["part"], interview.state) != ("probe", "finished")
    over = closed or interview.consented_at is None
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
        texts=texts.question(probe=asked["part"] == "probe"),
        asked=asked,
        may_paste=resume.may_paste(interview, state["questions"]),
        number=number,
        count=len(state["questions"]),
        numbers=state["questions"],
        level_bars=pages.LEVEL_BARS,
        done_url=pages.after_last(interview, token),
    )


def typed_question(
    request: HttpRequest, interview: Interview, token: str, state: dict[str, Any], asked: dict[str, Any]
) -> HttpResponse:
    """The same question for somebody who types; works without script."""
    if request.method != "POST":
        return type_here(request, interview, token, state, asked)
    if request.POST.get("begin"):
        services.begin_question(interview_id=interview.pk, question_key=asked["key"], now=utc_now())
        return redirect(request.path)
    form, text = TypedForm(request.POST), request.POST.get("text", "")
    try:
        services.submit_typed(interview_id=interview.pk, question_key=asked["key"], text=text, now=utc_now())
    except InvalidError:
        form.is_valid()
        problem = " ".join(str(line) for line in form.errors.get("text", []))
        return type_here(request, interview, token, state, asked, text=text, problem=problem)
    except ConflictError as error:
        return type_here(request, interview, token, state, asked, text=text, problem=words_of(error))
    return go_on(interview, token)


def type_here(
    request: HttpRequest,
    interview: Interview,
    token: str,
    state: dict[str, Any],
    asked: dict[str, Any],
    text: str = "",
    problem: str = "",
) -> HttpResponse:
    """The field, or before that how long there is for it."""
    ends = asked["deadline_at"] if asked["prompt"] else None
    return pages.show(
        request,
        interview,
        token,
        "typed",
        answer=asked,
        may_paste=resume.may_paste(interview, state["questions"]),
        number=asked["ordinal"],
        count=len(state["questions"]),
        segments=pages.segments(state["questions"], asked["ordinal"]),
        **typing_time(asked),
        ends_at=parse_datetime(ends) if ends else None,
        text=text,
        problem=problem,
        texts=texts.typed(),
        draft_key=asked["answer_id"],
        noted=state["interview"]["noted"],
        status=422 if problem else 200,
    )


def typing_time(asked: dict[str, Any]) -> dict[str, int]:
    """Minutes planned for a typed answer, and those within which it is taken: the reserve comes on top."""
    planned = asked["think_seconds"] + asked["limit_seconds"]
    within = planned + rules.BREAK_GRACE.total_seconds()
    return {"minutes": max(1, round(planned / 60)), "within": int(within // 60)}


@link.code_needed
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, token: str, holder: link.Pass) -> HttpResponseBase:
    """What is answered and what is not; the button that hands everything in; afterwards what happens next."""
    interview = queries.get(holder.interview_id)
    state = queries.state_for(interview, utc_now())
    rows = state["questions"]
    core = [row for row in rows if row["part"] != "probe"]
    open_count = sum(row["state"] != "submitted" for row in core)
    probe = next((row for row in rows if row["part"] == "probe" and pages.is_open(row)), None)
    pages.speak(request, interview)
    problem = ""
    if request.method == "POST" and interview.state not in pages.CLOSED:
        try:
            services.finish(interview_id=interview.pk, now=utc_now(), partial=True)
            return redirect(request.path)
        except ConflictError as error:
            problem = words_of(error)
    return pages.show(
        request,
        interview,
        token,
        "done",
        rows=[row for row in rows if not row["let_go"]],
        probe=probe,
        probes=state["probes"],
        answer_by=parse_datetime(state["probes"]["answer_by"] or ""),
        open_count=open_count,
        texts=texts.uploading(),
        finished=interview.state == Interview.State.FINISHED,
        live=interview.mode == Interview.Mode.LIVE,
        count=state["progress"]["done"],
        cut_off=[row["ordinal"] for row in rows if row["cut_off"]],
        arrives_by=interview.closes_at + rules.UPLOAD_GRACE,
        asked=asked_of(state),
        ended=ended(interview),
        steps_next=state["next"],
        problem=problem,
        status=409 if problem else 200,
    )


def ended(interview: Interview) -> bool:
    """Whether no question can be begun any more."""
    return interview.state == Interview.State.EXPIRED or utc_now() >= interview.closes_at


def asked_of(state: dict[str, Any]) -> dict[str, bool]:
    """Which rights were asked for and not yet answered."""
    return {row["kind"]: True for row in state["rights"] if row["state"] != "done"}
