"""The employee's week on the phone: figures and words, files, a draft that is not lost."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.files import links
from bole.foundation.workdays import bank_time
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.json_body import object_in
from bole.workforce.performance import presenting, queries, services, words
from bole.workforce.performance.models import Probation
from bole.workforce.performance.queries import WeekSheet
from bole.workforce.performance.rules import states
from bole.workforce.performance.rules.weeks import missing, week_on

MOST_BODY = 64 * 1024


@code_needed
@never_cache
@require_GET
def home(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """The weeks so far, the one that is due first, what waits for an answer."""
    found = queries.own(holder.candidate_id)
    day, sheets = bank_time.today(utc_now()), queries.sheets(found)
    now = week_on(day, found.starts_on, found.ends_on)
    current = now.number if now else None
    sent = {one.week.number for one in sheets if one.report}
    gone = missing([one.week for one in sheets], sent, day)
    due = gone[0] if gone else current
    begun = [one for one in sheets if one.week.first <= day]
    context = {
        **_shared(found, token),
        "weeks": [presenting.week(one, current) for one in reversed(begun)],
        "due": due if due and found.state == "running" else None,
        "due_missing": bool(gone),
        "left": presenting.left(states.days_left(found.ends_on, day)),
        "decisions": [presenting.decision(one) for one in queries.decisions(found)],
        "plan": next(iter(queries.plans(found)), None),
        "state_words": words.STATES[found.state],
    }
    return render(request, "performance/portal/home.html", context)


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, token: str, number: int, holder: Pass) -> HttpResponse:
    """One week to fill in; sent, it can be corrected until a review rests on it."""
    found = queries.own(holder.candidate_id)
    sheet = queries.sheet(found, number)
    if request.method == "GET":
        return _page(request, token, found, sheet, _kept(sheet), {})
    figures, said = _typed(request, sheet)
    try:
        services.send_report(probation_id=found.pk, week=number, figures=figures, words=said, now=utc_now())
    except (InvalidError, ConflictError) as error:
        _keep_draft(found, number, figures, said)
        faults = error.fields if isinstance(error, InvalidError) else {}
        kept = {"figures": figures, "words": said}
        return _page(request, token, found, sheet, kept, faults, words.problem(error), status=422)
    return redirect(f"{reverse('performance_portal:home', args=[token])}?sent={number}")


@code_needed
@never_cache
@require_POST
def draft(request: HttpRequest, token: str, number: int, holder: Pass) -> HttpResponse:  # noqa: ARG001
    """Keep what was typed so far; the page calls this by itself."""
    found = queries.own(holder.candidate_id)
    if len(request.body) > MOST_BODY:
        raise InvalidError("too long", fields={"words": "too_long"})
    try:
        given = object_in(request.body)
        figures, said = dict(given["figures"]), str(given["words"])
        lines = {str(key): dict(value) for key, value in figures.items()}
    except (InvalidError, ValueError, KeyError, TypeError):
        raise InvalidError("not a draft") from None
    kept = services.save_draft(probation_id=found.pk, week=number, figures=lines, words=said, now=utc_now())
    return JsonResponse({"saved_at": kept.saved_at.isoformat()})


@code_needed
@never_cache
@require_POST
def files(request: HttpRequest, token: str, number: int, holder: Pass) -> HttpResponse:
    """Attach a file, take one away, or open one; what was typed is kept with it."""
    found = queries.own(holder.candidate_id)
    sheet = queries.sheet(found, number)
    figures, said = _typed(request, sheet)
    opened = request.POST.get("open", "")
    if opened:
        mine = next((one for one in sheet.attachments if str(one.pk) == opened), None)
        if mine is not None:
            return redirect(links.url_for(request, mine.file_id))
    try:
        services.save_draft(probation_id=found.pk, week=number, figures=figures, words=said, now=utc_now())
        _change_files(request, found, number)
    except (InvalidError, ConflictError) as error:
        kept = {"figures": figures, "words": said}
        return _page(request, token, found, queries.sheet(found, number), kept, {}, words.problem(error), 422)
    return redirect(f"{reverse('performance_portal:week', args=[token, number])}#files")


def _change_files(request: HttpRequest, found: Probation, number: int) -> None:
    removed, upload = request.POST.get("remove", ""), request.FILES.get("file")
    if removed:
        try:
            attachment_id = UUID(removed)
        except ValueError:
            raise InvalidError("no such file") from None
        services.remove_attachment(probation_id=found.pk, attachment_id=attachment_id, now=utc_now())
    elif upload is None or upload.size is None:
        raise InvalidError("nothing was chosen", code="empty")
    elif upload.size > 10 * 1024 * 1024:
        raise InvalidError("too large", code="upload_too_large")
    else:
        services.attach(
            probation_id=found.pk, week=number, name=upload.name or "file", body=upload.read(), now=utc_now()
        )


def _keep_draft(found: Probation, number: int, figures: dict[str, Any], said: str) -> None:
    """What could not be sent is not lost, where the week can still be written."""
    try:
        services.save_draft(probation_id=found.pk, week=number, figures=figures, words=said, now=utc_now())
    except (InvalidError, ConflictError):
        return


def _typed(request: HttpRequest, sheet: WeekSheet) -> tuple[dict[str, dict[str, Any]], str]:
    given = request.POST
    figures = {
        task.key: {"done": given.get(f"done-{task.key}", ""), "words": given.get(f"words-{task.key}", "")}
        for task in sheet.tasks
    }
    return figures, given.get("words", "")


def _kept(sheet: WeekSheet) -> dict[str, Any]:
    """The draft, else what was sent, as the form's values."""
    if sheet.draft is not None:
        return dict(sheet.draft.body)
    if sheet.report is None:
        return {"figures": {}, "words": ""}
    said = sheet.report.body.get("tasks", {})
    figures = {
        key: {"done": presenting.number(value), "words": said.get(key, "")}
        for key, value in sheet.report.figures.items()
    }
    return {"figures": figures, "words": sheet.report.body.get("words", "")}


def _page(
    request: HttpRequest,
    token: str,
    found: Probation,
    sheet: WeekSheet,
    kept: dict[str, Any],
    faults: dict[str, str],
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = presenting.week(sheet)
    for line in shown["lines"]:
        typed = kept["figures"].get(line["key"], {})
        line["typed"] = typed.get("done", "")
        line["checked"] = typed.get("done") in {"1", "on", "1.0"} or typed.get("done") == 1
        line["said"] = typed.get("words", "")
        line["fault"] = words.field(faults[line["key"]]) if line["key"] in faults else ""
    day = bank_time.today(utc_now())
    open_week = (
        found.state == "running" and sheet.week.number > found.reviewed_until and sheet.week.first <= day
    )
    context = {
        **_shared(found, token),
        "week": shown,
        "said": kept["words"],
        "open": open_week,
        "problem": problem,
        "draft_at": sheet.draft.saved_at if sheet.draft else None,
        "attachments": sheet.attachments,
    }
    return render(request, "performance/portal/week.html", context, status=status)


def _shared(found: Probation, token: str) -> dict[str, Any]:
    return {"token": token, "probation": found, "running": found.state == "running"}
