"""One probation, one of its weeks, what is said to it and what is due in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.files import links
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.workforce.performance import library, policies, presenting, queries, services, words
from bole.workforce.performance.models import Probation, WeekReport
from bole.workforce.performance.rules import reporting
from bole.workforce.performance.services.tasks import NewTask


@permission_required(policies.READ)
@never_cache
@require_GET
def one(request: HttpRequest, probation_id: UUID) -> HttpResponse:
    """The weeks with their chart, the review, decisions, the plan."""
    found = queries.get(probation_id)
    return render(request, "performance/one.html", context_of(request, found))


@permission_required(policies.READ)
@never_cache
@require_GET
def week(request: HttpRequest, probation_id: UUID, number: int) -> HttpResponse:
    """One week: what was due, sent and said."""
    found = queries.get(probation_id)
    row = queries.row_of(found, bank_time.today(utc_now()))
    shown = presenting.week(queries.sheet(found, number), row.week)
    context = {
        "row": presenting.row(row),
        "week": shown,
        "weeks": row.weeks,
        "may_guide": queries.may(actor_of(request), policies.GUIDE, found) and found.state == "running",
        "ratings": reporting.RATINGS,
        "nav_key": "probation",
    }
    return render(request, "performance/week.html", context)


@permission_required(policies.GUIDE)
@require_POST
def comment(request: HttpRequest, probation_id: UUID, number: int) -> HttpResponse:
    """Say something to a week."""
    typed = request.POST.get("rating", "")
    rating = int(typed) if typed.isascii() and typed.isdigit() else None
    try:
        services.comment(
            probation_id=probation_id,
            week=number,
            words=request.POST.get("words", ""),
            rating=rating,
            now=utc_now(),
        )
        messages.success(request, _("Said. The employee reads it on the phone."))
    except (InvalidError, ConflictError) as error:
        messages.error(request, words.problem(error))
    return redirect("performance:week", probation_id=probation_id, number=number)


@permission_required(policies.GUIDE)
@require_POST
def change_tasks(request: HttpRequest, probation_id: UUID, number: int) -> HttpResponse:
    """Another target, a further task, or one less."""
    given = request.POST
    onward, do = given.get("onward") == "on", given.get("do", "")
    where: dict[str, Any] = {"probation_id": probation_id, "week": number, "onward": onward, "now": utc_now()}
    try:
        if do == "target":
            services.change_target(**where, key=given.get("key", ""), target=_target(given.get("target", "")))
        elif do == "drop":
            services.drop_task(**where, key=given.get("key", ""))
        elif do == "add":
            kind = given.get("kind", "")
            target = _target(given.get("target", "")) if kind == "count" else None
            task = NewTask(kind, given.get("title", ""), given.get("measure", ""), target)
            services.add_task(**where, task=task)
        else:
            raise InvalidError("what to do", fields={"do": "required"})
        messages.success(request, _("Changed. What stood before is kept."))
    except (InvalidError, ConflictError) as error:
        messages.error(request, _problem(error))
    return redirect("performance:week", probation_id=probation_id, number=number)


@permission_required(policies.READ)
@require_GET
def open_file(request: HttpRequest, probation_id: UUID, file_id: UUID) -> HttpResponse:
    """A file a sent report carried."""
    found = queries.get(probation_id)
    reports = WeekReport.objects.filter(probation=found)
    if not any(entry["id"] == str(file_id) for report in reports for entry in report.files):
        raise NotFoundError("no such file")
    return redirect(links.url_for(request, file_id))


def context_of(request: HttpRequest, found: Probation) -> dict[str, Any]:
    """Everything of the page of one probation."""
    actor = actor_of(request)
    row, sheets = queries.row_of(found, bank_time.today(utc_now())), queries.sheets(found)
    plans = queries.plans(found)
    return {
        "row": presenting.row(row),
        "chart": presenting.chart(sheets, row.week),
        "table": presenting.table(sheets),
        "weeks": [
            presenting.week(one, row.week)
            for one in reversed(sheets)
            if not row.week or one.week.number <= row.week
        ],
        "standards": [say(one) for one in library.program(found.program_key).standards],
        "reviews": queries.reviews(found),
        "decisions": [presenting.decision(one) for one in queries.decisions(found)],
        "plan": presenting.plan(plans[0]) if plans else None,
        "extended": found.ends_on != found.agreed_ends_on,
        "running": found.state == "running",
        "may_guide": queries.may(actor, policies.GUIDE, found),
        "may_review": queries.may(actor, policies.REVIEW, found) and not row.reviewed,
        "may_decide": queries.may(actor, policies.DECIDE, found),
        "nav_key": "probation",
    }


def _target(text: str) -> float:
    try:
        found = reporting.number_of(text)
    except ValueError as error:
        raise InvalidError("a number", fields={"target": str(error)}) from None
    if found is None:
        raise InvalidError("a number", fields={"target": "required"})
    return found


def _problem(error: InvalidError | ConflictError) -> str:
    if isinstance(error, InvalidError) and error.fields and error.code == "invalid":
        return words.field(next(iter(error.fields.values())))
    return words.problem(error)
