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
from bole.hiring.requisitions import checks, forms, jobtext, policies, presenting, queries, rules, services
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
    wanted = forms.job_from(post, job)
    row = services.save(portrait_id=row.pk, job=wanted, note=post.get("note", ""), revision=revision, now=now)
    if do != "submit":
        return _("Draft saved.")
    day = forms.day(post.get("effective_on", ""))
    services.submit(portrait_id=row.pk, effective_on=day, revision=row.revision, now=now)
    return _("Handed in. A second person signs; until then the version in force holds.")


@permission_required(policies.DRAFT)
@require_http_methods(["GET", "POST"])
def dimension(request: HttpRequest, portrait_id: UUID) -> HttpResponse:
    """A dimension more than the hundred: what each of the two ways would make of it, and a person chooses."""
    row = queries.get_portrait(portrait_id)
    job, asked = queries.job_of(row), request.POST or request.GET
    back = redirect("requisitions:portrait", portrait_id=portrait_id)
    try:
        share = forms.number(asked.get("add-share", ""), "share")
        key, revision = asked.get("add-key", ""), forms.whole(asked.get("revision", ""))
        after, label = rules.with_dimension(job.weights, key, share), say(dict(checks.label_of(key)))
        if request.method == "POST":
            messages.success(request, _chosen(request, row, key, share, revision))
            return back
    except (JobFileError, InvalidError) as error:
        faults = error.faults if isinstance(error, JobFileError) else ()
        for told in presenting.faults(faults) or [presenting.refusal(error)]:
            messages.error(request, told)
        return back
    except ConflictError:
        messages.error(request, _("Somebody changed this draft in the meantime. Here is how it stands now."))
        return back
    factor = (rules.TOTAL - share) / rules.TOTAL
    context = {
        "row": row,
        "key": row.job_key,
        "title": say(dict(job.title)),
        "add_key": key,
        "label": label,
        "share": presenting.plain(share),
        "factor": presenting.plain(factor),
        "revision": revision,
        "lines": [
            (one.label, one.weight, presenting.plain(after[one.key])) for one in presenting.dimensions(job)
        ],
        "places": presenting.places_for_scene(job),
        "nav_key": "jobs",
        "tab": "jobs",
    }
    return render(request, "requisitions/dimension.html", context)


def _chosen(request: HttpRequest, row: JobPortrait, key: str, share: Decimal, revision: int) -> str:
    """Do what was chosen; gives the words for it."""
    about: dict[str, Any] = {"portrait_id": row.pk, "key": key, "revision": revision, "now": utc_now()}
    if request.POST.get("way") == "inside":
        within, _bar, question = request.POST.get("place", "").partition("|")
        services.attach_exercise(within=within, question=question, **about)
        return _("Attached. The weights stay; what is shown in the scene counts in the dimension.")
    services.add_dimension(share=share, **about)
    return _("Added; the others keep their proportions within what is left. The differences are shown.")


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
        "guides": presenting.guides(job.guide),
        "processes": presenting.processes(job.process),
        "questions": presenting.asked(job),
        "scenes": presenting.scenes(job),
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
