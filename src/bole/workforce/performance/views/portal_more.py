"""The employee's other pages: decisions with his answer, the plan, and what he says for himself about
teams."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bole.foundation.files import links
from bole.foundation.ui.formats import say
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError
from bole.workforce.performance import library, papers, presenting, queries, services, words
from bole.workforce.performance.models import Decision, Probation
from bole.workforce.performance.rules import wishing

HELD = (ConflictError, InvalidError)


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """What was decided or is asked, why, with its paper; consent and reply."""
    found = queries.own(holder.candidate_id)
    problem = ""
    if request.method == "POST":
        try:
            _answered(request, found)
            return redirect(f"{reverse('performance_portal:decision', args=[token])}?done=1")
        except HELD as error:
            problem = words.problem(error)
    return _decisions(request, token, found, problem)


@code_needed
@require_GET
def paper(request: HttpRequest, token: str, decision_id: UUID, key: str, holder: Pass) -> HttpResponse:  # noqa: ARG001
    """A paper that is meant for the employee."""
    found = queries.own(holder.candidate_id)
    mine = next((one for one in queries.decisions(found) if one.pk == decision_id), None)
    entry = next((one for one in mine.papers if one["key"] == key), None) if mine else None
    if entry is None or key not in papers.FOR_EMPLOYEE:
        raise NotFoundError("no such paper")
    return redirect(links.url_for(request, queries.paper_file(entry)))


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """The plan that was given, and the employee's word to it."""
    found = queries.own(holder.candidate_id)
    given = next((one for one in queries.plans(found) if one.state == "given"), None)
    problem = ""
    if request.method == "POST" and given is not None:
        answer, said = request.POST.get("answer", ""), request.POST.get("words", "")
        try:
            services.answer_plan(plan_id=given.pk, answer=answer, words=said, now=utc_now())
            return redirect(f"{reverse('performance_portal:plan', args=[token])}?done=1")
        except HELD as error:
            problem = _plan_problem(error)
    context = {
        "token": token,
        "plan": presenting.plan(given) if given else None,
        "problem": problem,
        "done": request.GET.get("done") == "1",
    }
    return render(request, "performance/portal/plan.html", context, status=422 if problem else 200)


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """For the employee's eyes only: off until switched on, and forgotten when switched off."""
    found = queries.own(holder.candidate_id)
    if request.method == "POST":
        if request.POST.get("do") == "forget":
            services.forget_wish()
        else:
            answers = _answers(request)
            uses = request.POST.get("uses_reports") == "on"
            services.keep_wish(answers=answers, uses_reports=uses, now=utc_now())
        return redirect("performance_portal:teams", token=token)
    return render(request, "performance/portal/teams.html", _wish(token, found))


def _answered(request: HttpRequest, found: Probation) -> None:
    do, said = request.POST.get("do", ""), request.POST.get("words", "")
    mine = {str(one.pk): one for one in queries.decisions(found)}
    chosen = mine.get(request.POST.get("decision", ""))
    if chosen is None:
        raise NotFoundError("no such decision")
    if do in {"agree", "refuse"}:
        services.answer_extension(decision_id=chosen.pk, agree=do == "agree", words=said, now=utc_now())
    else:
        services.reply(decision_id=chosen.pk, words=said, now=utc_now())


def _decisions(request: HttpRequest, token: str, found: Probation, problem: str) -> HttpResponse:
    context = {
        "token": token,
        "probation": found,
        "decisions": [_decision(one) for one in reversed(queries.decisions(found))],
        "problem": problem,
        "done": request.GET.get("done") == "1",
    }
    return render(request, "performance/portal/decision.html", context, status=422 if problem else 200)


def _decision(one: Decision) -> dict[str, Any]:
    reason = library.reasons().get(one.reason_key)
    return {
        **presenting.decision(one),
        "reason": {"label": say(reason.label), "text": say(reason.text)} if reason else None,
        "papers": [paper for paper in one.papers if paper["key"] in papers.FOR_EMPLOYEE],
        "asks": one.state == "waits_employee",
        "may_reply": one.state == "effective" and not one.reply,
    }


def _answers(request: HttpRequest) -> dict[str, int]:
    found = {}
    for one in library.statements():
        given = request.POST.get(one.key, "")
        if given in {"1", "2", "3", "4", "5"}:
            found[one.key] = int(given)
    return found


def _wish(token: str, found: Probation) -> dict[str, Any]:
    wish = queries.wish(found.candidate_id)
    kinds, statements = library.work_kinds(), library.statements()
    shown = []
    if wish is not None:
        reached = queries.reached_by_task(found) if wish.uses_reports else {}
        given = [
            wishing.Answer(one.kind, one.key, wish.answers[one.key])
            for one in statements
            if one.key in wish.answers
        ]
        texts = {one.key: say(one.text) for one in statements}
        for one in wishing.suggest(given, {kind.key: kind.reports for kind in kinds.values()}, reached):
            shown.append(
                {
                    "label": say(kinds[one.kind].label),
                    "said": [texts[key] for key in one.liked],
                    "reached": presenting.percent(one.reached) if one.reached is not None else "",
                }
            )
    return {
        "token": token,
        "on": wish is not None,
        "uses_reports": wish is not None and wish.uses_reports,
        "statements": [
            (one.key, say(one.text), (wish.answers if wish else {}).get(one.key)) for one in statements
        ],
        "choices": [(1, _("not at all")), (2, ""), (3, _("partly")), (4, ""), (5, _("very much"))],
        "shown": shown,
    }


def _plan_problem(error: BoleError) -> str:
    if isinstance(error, InvalidError):
        return _("Please say what should be different.")
    return words.problem(error)
