"""Processes on the page: what is in force, what differs, and a draft that is worked on stage by stage."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bole.foundation.access import permissions
from bole.foundation.access.roles import ROLE_CHOICES
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import designs, policies, services, stage_rows
from bole.hiring.pipeline.forms import CopyForm, DraftForm, StageForm, initial_of
from bole.hiring.pipeline.rules import CLOSED
from bole.hiring.pipeline.stage_rows import Rows
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

ROWS = ("reminder", "survey")


@permission_required(policies.PROCESSES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All processes as they are in force."""
    return render(request, "pipeline/processes.html", {"processes": designs.overview(), **_nav(request)})


@permission_required(policies.PROCESSES)
@require_safe
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One process: its diagram and list, or those of a version of it, its versions, and what differs."""
    shown = designs.page(key, request.GET.get("version", ""))
    return render(request, "pipeline/process.html", {**shown, "copy_form": CopyForm(), **_nav(request)})


@permission_required(policies.DESIGN)
@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a process of the bank's own as a copy of this one."""
    form = CopyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        title = {"zh": said["title_zh"], "en": said["title_en"]}
        try:
            services.new_process(key=said["key"], title=title, like=key, now=utc_now())
            return redirect("processes:process", key=said["key"])
        except ConflictError:
            form.add_error("key", _("There is a process of that name."))
        except InvalidError:
            form.add_error("key", _("Small letters, digits and - only."))
    shown = designs.page(key, "")
    return render(request, "pipeline/process.html", {**shown, "copy_form": form, **_nav(request)}, status=422)


@permission_required(policies.DESIGN)
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a draft, publish it, or throw it away."""
    verb = request.POST.get("verb", "")
    if verb == "start":
        services.start_draft(key=key, now=utc_now())
        return redirect("processes:process", key=key)
    form = DraftForm(request.POST)
    row = designs.draft_of(key)
    if row is None or not form.is_valid() or verb not in {"publish", "drop"}:
        raise NotFoundError("no draft")

    def work() -> None:
        if verb == "drop":
            services.drop_draft(process_id=row.pk)
            messages.success(request, _("The draft is thrown away."))
        else:
            services.publish(process_id=row.pk, expected_sha256=form.cleaned_data["sha256"], now=utc_now())
            messages.success(request, _("Published. New applications go this way; running ones keep theirs."))

    _try(request, work)
    return redirect("processes:process", key=key) if designs.known(key) else redirect("processes:list")


@permission_required(policies.DESIGN)
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, key: str, stage_key: str = "") -> HttpResponse:
    """One stage of the draft; without a key a new one, put in front of the end."""
    row = designs.draft_of(key)
    if row is None:
        raise NotFoundError("no draft")
    before = next((one for one in row.body["stage"] if one["key"] == stage_key), None)
    if stage_key and (before is None or stage_key == CLOSED):
        raise NotFoundError("no such stage")
    others = [(s["key"], say(s["label"])) for s in row.body["stage"] if s["key"] != stage_key]
    held = permissions.get(policies.ADVANCE).roles
    roles = [(name, str(said)) for name, said in ROLE_CHOICES if name in held]
    start = initial_of(before) if before else {"decides": sorted(held), "escalate_count": 24}
    form = StageForm(request.POST or None, initial=start, others=others, roles=roles)
    if before:
        form.fields["key"].disabled = True
    rows = _rows(request, before or {})
    another = {"more", "without"} & set(request.POST)  # a row more or less, nothing is saved yet
    fit = form.is_valid() and all(one.is_valid() for one in rows)
    valid = request.method == "POST" and not another and fit
    if valid:
        kept = {name: said for one, name in zip(rows, ROWS, strict=True) if (said := one.body())}
        if _save(request, row, designs.with_stage(row.body, stage_key, form.body() | kept)):
            return redirect("processes:process", key=key)
    context = {"form": form, "rows": rows, "row": row, "stage": before, "key": key, **_nav(request)}
    wrong = request.method == "POST" and not another and not valid
    return render(request, "pipeline/stage.html", context, status=422 if wrong else 200)


def _rows(request: HttpRequest, before: Mapping[str, Any]) -> tuple[Rows, Rows]:
    """The rows of ``ROWS``, as they are written down or typed."""
    post = request.POST if request.method == "POST" else None
    return (
        stage_rows.reminders(before.get("reminder", []), designs.reminder_choices(), post),
        stage_rows.surveys(before.get("survey", []), designs.survey_choices(), post),
    )


@permission_required(policies.DESIGN)
@require_POST
def place(request: HttpRequest, key: str, stage_key: str) -> HttpResponse:
    """Move a stage of the draft up or down, or take it out."""
    row = designs.draft_of(key)
    if row is None:
        raise NotFoundError("no draft")
    _save(request, row, designs.placed(row.body, stage_key, request.POST.get("to", "")))
    return redirect("processes:process", key=key)


def _save(request: HttpRequest, row: Any, body: dict[str, Any]) -> bool:
    seen = request.POST.get("sha256", "")

    def work() -> None:
        services.save_draft(process_id=row.pk, body=body, expected_sha256=seen)

    return _try(request, work)


def _try(request: HttpRequest, work: Callable[[], None]) -> bool:
    said = {
        "lost_race": _("Nothing was changed: somebody else changed the draft meanwhile. Look at it again."),
        "nothing_changed": _("It says the same as what is in force."),
        "process_invalid": _("Not yet: see what is still missing."),
    }
    try:
        work()
    except (ConflictError, InvalidError) as error:
        messages.error(request, said.get(error.code, _("Nothing was changed.")))
        return False
    return True


def _nav(request: HttpRequest) -> dict[str, Any]:
    return {"nav_key": "processes", "may_design": permissions.allowed(actor_of(request), policies.DESIGN)}
