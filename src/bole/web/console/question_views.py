"""The question bank: everybody in hiring reads it, and HR may propose another question in one's place."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.integrity import queries as integrity
from bole.hiring.requisitions import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, NotFoundError
from bole.measurement import api as measurement
from bole.measurement.api import Question
from bole.web.console.question_rows import (
    exposure_now,
    figures_of,
    job_titles,
    review_due,
    rows_of_bank,
    tab,
    title_of,
)
from bole.web.console.question_words import KINDS, ROTATION, parts


@permission_required(policies.READ_QUESTIONS)
@require_GET
def bank(request: HttpRequest) -> HttpResponse:
    """All questions, those of one job when the address says so."""
    job = request.GET.get("job", "")
    jobs = job_titles()
    rows = rows_of_bank()
    if job in jobs:
        rows = [one for one in rows if job in one.question.jobs]
    context = {
        "rows": rows,
        "jobs": list(jobs.items()),
        "job": job,
        "may_edit": permissions.allowed(actor_of(request), policies.EDIT_QUESTIONS),
        "open_notes": queries.review_notes().count(),
        "days": queries.limits().window_days,
        **review_due(),
        **tab(),
    }
    return render(request, "console/questions.html", context)


@permission_required(policies.READ_QUESTIONS)
@require_GET
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question with everything that is known of it."""
    table, row = queries.question_table(key)
    loaded, actor = measurement.question_from(table), actor_of(request)
    uses = exposure_now()
    use = next((one for one in uses if one.question_key == key), None)
    context = {
        "key": key,
        "question": loaded,
        "title": say(loaded.title.to_json()),
        "kind": KINDS.get(loaded.kind or "", loaded.kind or ""),
        "prompts": loaded.prompts.to_json(),
        "jobs": [job_titles().get(one, one) for one in loaded.jobs],
        "parts": parts(loaded),
        "row": row,
        "versions": queries.question_versions(key),
        "draft": queries.question_draft(key),
        "use": use,
        "days": queries.limits().window_days,
        "rotate": ROTATION.get(integrity.rotation_reason(use)) if use else "",
        "swaps": _swaps(loaded, uses) if permissions.allowed(actor, policies.DRAFT) else [],
        "figures": figures_of(request, key),
        "notes": queries.review_notes(key),
        "may_edit": permissions.allowed(actor, policies.EDIT_QUESTIONS),
        **tab(),
    }
    return render(request, "console/question.html", context)


@permission_required(policies.DRAFT)
@require_POST
def rotate(request: HttpRequest, key: str) -> HttpResponse:
    """Propose another question in this one's place for a job: a draft of its portrait. Running interviews
    stay."""
    job_key, other = request.POST.get("job", ""), request.POST.get("other", "")
    if other not in {
        one["key"] for one in _swaps(measurement.load_question(key), exposure_now()) if one["job"] == job_key
    }:
        raise NotFoundError("no such exchange")
    try:
        row = services.exchange_question(job_key=job_key, old=key, new=other, now=utc_now())
    except ConflictError:
        messages.error(request, _("Another draft of this portrait is open. Finish or drop it first."))
        return redirect("console:question", key=key)
    messages.success(request, _("A draft of the portrait asks the other question. A second person signs it."))
    return redirect("requisitions:portrait", portrait_id=row.pk)


def _swaps(loaded: Question, uses: list[Any]) -> list[dict[str, str]]:
    """For each job that asks this question: what could be asked in its place."""
    today, shown = bank_time.today(utc_now()), {one.question_key: one.shown for one in uses}
    found = []
    for job_key in queries.job_keys():
        job = queries.in_force(job_key, today).job
        asked = job.questions or measurement.guide_questions(job.guide)
        if loaded.key in asked:
            other = queries.equivalent(loaded.key, job_key, asked, shown)
            if other:
                found.append(
                    {"job": job_key, "title": say(dict(job.title)), "key": other, "other": title_of(other)}
                )
    return found
