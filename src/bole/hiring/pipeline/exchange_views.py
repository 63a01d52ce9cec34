"""What belongs to a process beside its stages: its file, the reasons, and who still goes an older way."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import designs, exchange, policies, running, services
from bole.hiring.pipeline.reason_forms import ReasonRows
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError


@permission_required(policies.PROCESSES)
@require_safe
def export(request: HttpRequest, key: str, number: int) -> HttpResponse:  # noqa: ARG001  Django's signature
    """One version as TOML."""
    row = designs.version(key, number)
    response = HttpResponse(exchange.to_toml(row), content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-v{number}.toml"'
    return response


@permission_required(policies.DESIGN)
@require_POST
def take(request: HttpRequest, key: str) -> HttpResponse:
    """A draft from a file; what was drafted before is replaced."""
    sent = request.FILES.get("file")
    try:
        body = exchange.from_toml(sent.read(exchange.LARGEST + 1) if sent else b"")
        services.take_draft(key=key, body=body, now=utc_now())
        messages.success(request, _("The file is the draft now. Look at it, then publish."))
    except InvalidError as error:
        what = str(error)[:300]
        messages.error(request, _("The file cannot be used: %(what)s") % {"what": what})
    return redirect("processes:process", key=key)


@permission_required(policies.DESIGN)
@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest, key: str) -> HttpResponse:
    """The draft's reasons for declining: words change, new ones come, emptied ones go."""
    row = designs.draft_of(key)
    if row is None:
        raise NotFoundError("no draft")
    rows = ReasonRows(row.body.get("reason", []), request.POST or None)
    if request.method == "POST" and rows.is_valid():
        try:
            services.save_draft(
                process_id=row.pk,
                body={**row.body, "reason": rows.body()},
                expected_sha256=request.POST.get("sha256", ""),
            )
            return redirect("processes:process", key=key)
        except ConflictError:
            messages.error(
                request,
                _("Nothing was changed: somebody else changed the draft meanwhile. Look at it again."),
            )
    context = {"rows": rows, "row": row, "key": key, "nav_key": "processes"}
    return render(request, "pipeline/reasons.html", context, status=422 if rows.problems else 200)


@permission_required(policies.PROCESSES)
@require_safe
def behind(request: HttpRequest, key: str) -> HttpResponse:
    """Openings whose applications still go an older way."""
    return _behind(request, key)


@permission_required(policies.ADVANCE)
@require_POST
def move(request: HttpRequest, key: str, requisition_id: UUID) -> HttpResponse:
    """Move all of one opening to the version in force, all or none."""
    actor = actor_of(request)
    one = next((b for b in running.behind(actor, key) if b.requisition_id == requisition_id), None)
    if one is None:
        messages.info(request, _("They go the way in force already."))
        return redirect("processes:behind", key=key)
    permissions.require(actor, policies.ADVANCE, one.unit_id)
    mapping = {stage: request.POST.get(f"to-{stage}", "") for stage, _said in one.vanished}
    if not all(mapping.values()):
        messages.error(request, _("Choose a place for everybody whose stage is gone."))
        return _behind(request, key, 422)
    try:
        count = services.revise_all(
            requisition_id=requisition_id, to_version=one.target, actor=actor, mapping=mapping, now=utc_now()
        )
    except (ConflictError, InvalidError):
        messages.error(request, _("Nobody was moved: something changed meanwhile. Look at it again."))
        return _behind(request, key, 409)
    said = ngettext("%(n)s application moved.", "%(n)s applications moved.", count) % {"n": count}
    messages.success(request, said)
    return redirect("processes:behind", key=key)


def _behind(request: HttpRequest, key: str, status: int = 200) -> HttpResponse:
    found = running.behind(actor_of(request), key)
    context: dict[str, Any] = {
        "openings": found,
        "key": key,
        "title": say(designs.title(key)),
        "nav_key": "processes",
    }
    return render(request, "pipeline/behind.html", context, status=status)
