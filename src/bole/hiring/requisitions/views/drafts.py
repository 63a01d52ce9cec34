"""One portrait being built, signed or kept: the editor."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.approvals import queries as approvals
from bole.foundation.ui import second_person
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import forms, jobtext, policies, presenting, queries, rules, services
from bole.hiring.requisitions.jobfile import Job, JobFileError
from bole.hiring.requisitions.models import JobPortrait
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.VIEW)
@require_http_methods(["GET", "POST"])
def portrait(request: HttpRequest, portrait_id: UUID) -> HttpResponse:
    """See it; while it is a draft, change it and hand it in."""
    if request.method == "POST":
        return _change(request, portrait_id)
    return render(request, "requisitions/portrait.html", _page(request, queries.get_portrait(portrait_id)))


def _change(request: HttpRequest, portrait_id: UUID) -> HttpResponse:
    row = queries.get_portrait(portrait_id)
    permissions.require(actor_of(request), policies.DRAFT)
    job = queries.job_of(row)
    try:
        told = _act(request, row, job)
    except JobFileError as error:
        return _again(request, row, presenting.faults(error.faults))
    except InvalidError as error:
        return _again(request, row, [presenting.refusal(error)])
    except ConflictError:
        messages.error(request, _("Somebody changed this draft in the meantime. Here is how it stands now."))
        return redirect("requisitions:portrait", portrait_id=portrait_id)
    messages.success(request, told)
    return redirect("requisitions:portrait", portrait_id=portrait_id)


def _act(request: HttpRequest, row: JobPortrait, job: Job) -> str:
    post, now = request.POST, utc_now()
    revision = forms.whole(post.get("revision", ""))
    do = post.get("do", "save")
    if do == "drop":
        services.drop(portrait_id=row.pk, now=now)
        return _("The draft was given up. What is in force stays.")
    if do == "add":
        share = forms.number(post.get("add-share", ""), "share")
        services.add_dimension(
            portrait_id=row.pk, key=post.get("add-key", ""), share=share, revision=revision, now=now
        )
        return _("Added; the others keep their proportions within what is left. The differences are shown.")
    wanted = forms.job_from(post, job)
    row = services.save(portrait_id=row.pk, job=wanted, note=post.get("note", ""), revision=revision, now=now)
    if do != "submit":
        return _("Draft saved.")
    day = forms.day(post.get("effective_on", ""))
    services.submit(portrait_id=row.pk, effective_on=day, revision=row.revision, now=now)
    return _("Handed in. A second person signs; until then the version in force holds.")


def _again(request: HttpRequest, row: JobPortrait, problems: list[str]) -> HttpResponse:
    """The page with what was entered, and why it was not accepted."""
    context = _page(request, row)
    post = request.POST
    for one in context["fields"]:
        one["value"] = post.get(f"weight-{one['dimension'].key}", one["value"])
    total = sum((_number(one["value"]) for one in context["fields"]), Decimal(0))
    context |= {"problems": problems, "residual": presenting.plain(rules.TOTAL - total), "entered": post}
    return render(request, "requisitions/portrait.html", context, status=422)


def _number(text: str) -> Decimal:
    try:
        return forms.number(text, "")
    except InvalidError:
        return Decimal(0)


def _page(request: HttpRequest, row: JobPortrait) -> dict[str, Any]:
    job, today = queries.job_of(row), bank_time.today(utc_now())
    base = queries.version(row.job_key, row.based_on) if row.based_on else None
    editable = row.state == JobPortrait.State.DRAFT and permissions.allowed(actor_of(request), policies.DRAFT)
    held = {one.key: one for one in base.job.competencies} if base else {}
    return {
        "row": row,
        "key": row.job_key,
        "title": say(dict(job.title)),
        "job": job,
        "editable": editable,
        "fields": [
            {
                "dimension": one,
                "value": one.weight,
                "before": presenting.plain(held[one.key].weight) if one.key in held else "–",
            }
            for one in presenting.dimensions(job)
        ],
        "residual": "0",
        "base": base,
        "lines": presenting.change_lines(jobtext.differences(base.job, job)) if base else [],
        "to_add": presenting.to_add(row.job_key, job.weights),
        "guides": presenting.choices("guides", job.guide),
        "processes": presenting.choices("processes", job.process),
        "questions": presenting.asked(job),
        "targets": [(t, presenting.plain(t.start), presenting.plain(t.goal)) for t in job.targets],
        "shift": presenting.plain(job.bounds.shift),
        "cap": presenting.plain(job.bounds.cap),
        "share": presenting.plain(job.bounds.share),
        "pass_mark": presenting.plain(job.pass_mark),
        "today": today.isoformat(),
        "nav_key": "jobs",
        "tab": "jobs",
        **second_person.card(actor_of(request), approvals.waiting_for(services.PORTRAIT, row.pk)),
    }
