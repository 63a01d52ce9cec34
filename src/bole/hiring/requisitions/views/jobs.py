"""All jobs, one job with its history, two versions beside each other, files in and out."""

from dataclasses import dataclass
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
from bole.hiring.requisitions import forms, jobtext, policies, presenting, queries, services
from bole.hiring.requisitions.jobfile import Job, JobFileError
from bole.hiring.requisitions.models import JobPortrait
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, NotFoundError


@dataclass(frozen=True, slots=True)
class Row:
    """One job in the list."""

    key: str
    title: str
    standing: queries.Standing
    dimensions: list[presenting.Dimension]
    draft: JobPortrait | None
    variants: int


@permission_required(policies.VIEW)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every job with what is in force."""
    today = bank_time.today(utc_now())
    rows = []
    for key in queries.job_keys():
        standing = queries.in_force(key, today)
        held = [one for one in queries.variants(key) if one.state == "approved"]
        rows.append(
            Row(key, say(dict(standing.job.title)), standing, presenting.dimensions(standing.job),
                queries.draft(key), len(held))
        )  # fmt: skip
    return render(request, "requisitions/jobs.html", {"rows": rows, "nav_key": "jobs", "tab": "jobs"})


@permission_required(policies.VIEW)
@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One job: what is in force, what was, how it is followed, what branches vary."""
    return render(request, "requisitions/job.html", _page(request, key))


@permission_required(policies.VIEW)
@require_GET
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two versions beside each other."""
    found = queries.versions(key)
    numbers = {one.number: one for one in found}
    try:
        old, new = (numbers[int(request.GET.get(name, ""))] for name in ("a", "b"))
    except (ValueError, KeyError):
        raise NotFoundError("no such version") from None
    context = {
        "key": key,
        "title": say(dict(new.job.title)),
        "old": old,
        "new": new,
        "versions": found,
        "lines": presenting.change_lines(jobtext.differences(old.job, new.job)),
        "nav_key": "jobs",
        "tab": "jobs",
    }
    return render(request, "requisitions/compare.html", context)


@permission_required(policies.VIEW)
@require_GET
def export(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version as a file of the library's format."""
    del request
    found = queries.version(key, number)
    answer = HttpResponse(jobtext.to_toml(found.job), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-v{number}.toml"'
    return answer


@permission_required(policies.DRAFT)
@require_POST
def import_file(request: HttpRequest, key: str) -> HttpResponse:
    """A draft from a file; each fault is shown with its line."""
    sent = request.FILES.get("file")
    try:
        raw = sent.read(forms.LARGEST + 1) if sent else b""
        if not raw or len(raw) > forms.LARGEST:
            messages.error(request, _("Choose a job file of at most 100 kB."))
            return redirect("requisitions:job", key=key)
        row = services.import_file(job_key=key, text=raw.decode("utf-8"), now=utc_now())
    except UnicodeDecodeError:
        messages.error(request, _("The file is not UTF-8 text."))
        return redirect("requisitions:job", key=key)
    except JobFileError as error:
        context = {**_page(request, key), "faults": presenting.faults(error.faults)}
        return render(request, "requisitions/job.html", context, status=422)
    except ConflictError:
        messages.info(request, _("A draft waits for a second person. Take it back first."))
        return redirect("requisitions:job", key=key)
    return redirect("requisitions:portrait", portrait_id=row.pk)


@permission_required(policies.DRAFT)
@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Open the draft, or the one that is open."""
    del request
    return redirect("requisitions:portrait", portrait_id=services.begin(job_key=key, now=utc_now()).pk)


@permission_required(policies.CONFIRM)
@require_POST
def confirm(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Head office confirms what bole proposed."""
    try:
        services.confirm(job_key=key, number=number, now=utc_now())
        messages.success(request, _("Confirmed with your name. The marks are gone from this version."))
    except ConflictError:
        messages.info(request, _("This was confirmed before."))
    return redirect("requisitions:job", key=key)


def _page(request: HttpRequest, key: str) -> dict[str, Any]:
    actor, today = actor_of(request), bank_time.today(utc_now())
    standing = queries.in_force(key, today)
    job: Job = standing.job
    return {
        "key": key,
        "title": say(dict(job.title)),
        "standing": standing,
        "today": today,
        "dimensions": presenting.dimensions(job),
        "targets": job.targets,
        "questions": [one for one in presenting.asked(job) if one.chosen],
        "scenes": presenting.scenes(job),
        "bounds": presenting.bounds_words(job.bounds),
        "proposals": len(standing.proposals),
        "versions": queries.versions(key),
        "draft": queries.draft(key),
        "may_draft": permissions.allowed(actor, policies.DRAFT),
        "may_confirm": permissions.allowed(actor, policies.CONFIRM),
        "nav_key": "jobs",
        "tab": "jobs",
    }
