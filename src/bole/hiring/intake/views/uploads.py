"""Uploads of many résumés: parts, progress, the list of results, what a file does not say."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.files import queries as files
from bole.foundation.files import services as file_services
from bole.foundation.org import queries as org
from bole.foundation.ui import messages as problems
from bole.foundation.ui import parts
from bole.foundation.ui.sheets import csv_answer
from bole.hiring.candidates import queries as candidates
from bole.hiring.intake import forms, policies, queries, rules, services, words
from bole.hiring.intake.models import Batch, Item
from bole.hiring.intake.views.frame import PAGE, PAGES, chosen, frame, in_words
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@permission_required(policies.UPLOAD)
@require_GET
def uploads(request: HttpRequest) -> HttpResponse:
    """Uploads and mails with their counts, and the form for one more."""
    return _uploads(request, {})


@permission_required(policies.UPLOAD)
@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Take a résumé as pasted text; what was pasted stays on the page when it cannot be taken."""
    sent = request.POST
    try:
        made = services.take_text(
            unit_id=chosen(sent.get("unit")),
            requisition_id=chosen(sent["requisition"]) if sent.get("requisition") else None,
            name=_("pasted text"),
            text=sent.get("text", ""),
            now=utc_now(),
        )
    except InvalidError as error:
        return _uploads(
            request, {field: forms.problem_words(field, code) for field, code in error.fields.items()}
        )
    return redirect("intake-console:batch", batch_id=made.pk)


@permission_required(policies.UPLOAD)
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One upload: how far it is, and every file with what became of it. The counts refresh by themselves."""
    row = queries.batch(batch_id)
    wanted = request.GET.get("state", "")
    found = queries.items(batch_id)
    found = found.filter(state=wanted) if wanted in Item.State.values else found
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    state, counts, percent, settled = _standing(row, queries.counts(row.pk))
    context = {
        "batch": row,
        "state": state,
        "counts": counts,
        "percent": percent,
        "settled": settled,
        "page": page,
        "rows": [_item(one) for one in page],
        "wanted": wanted,
        "running": row.state in {Batch.State.UNPACKING, Batch.State.READING},
        "reason": in_words(words.REASONS, row.error_code),
        **frame(request, "uploads"),
    }
    part = "_progress" if request.headers.get("HX-Target", "").endswith("#progress") else "batch"
    response = render(request, f"{PAGES}{part}.html", context)
    if part == "_progress" and not context["running"]:
        response.headers["HX-Refresh"] = "true"
    return response


@permission_required(policies.UPLOAD)
@require_GET
def listed(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The result list for a spreadsheet: every file, what became of it, whose it is now."""
    del request
    row = queries.batch(batch_id)
    found = list(queries.items(batch_id))
    numbers = candidates.numbers_of([one.candidate_id for one in found if one.candidate_id])
    heads = [_("No."), _("File"), _("Result"), _("Reason"), _("Candidate")]
    rows = [
        (
            one.position + 1,
            one.name,
            words.STATES[one.state][0],
            in_words(words.REASONS, one.reason),
            numbers.get(one.candidate_id, "") if one.candidate_id else "",
        )
        for one in found
    ]
    return csv_answer(f"upload-{timezone.localtime(row.created_at):%Y%m%d-%H%M}", heads, rows)


@permission_required(policies.UPLOAD)
@require_POST
@parts.answering()
def start(request: HttpRequest) -> dict[str, Any]:
    """Open an upload in parts."""
    body = parts.body_of(request)
    made = services.begin_batch(
        unit_id=chosen(body.get("unit")),
        requisition_id=chosen(body["requisition"]) if body.get("requisition") else None,
        name=str(body.get("name", "")),
        size=parts.whole(body, "size"),
        now=utc_now(),
    )
    return {"upload": reverse("intake-console:upload", args=[made.pk]), "part_bytes": 2 * 1024 * 1024}


@permission_required(policies.UPLOAD)
@require_GET
@parts.answering()
def upload(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    """Which parts are here."""
    del request
    return {"received": list(files.upload_progress(_upload_of(batch_id)).received)}


@permission_required(policies.UPLOAD)
@require_http_methods(["PUT"])
@parts.answering()
def part(request: HttpRequest, batch_id: UUID, index: int) -> dict[str, Any]:
    """Take one part."""
    sha256, body = parts.part_of(request)
    receipt = file_services.put_part(upload_id=_upload_of(batch_id), index=index, sha256=sha256, body=body)
    return {"index": receipt.index, "duplicate": receipt.duplicate}


@permission_required(policies.UPLOAD)
@require_POST
@parts.answering()
def finish(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    """All parts are there."""
    body = parts.body_of(request)
    services.finish_batch(
        batch_id=batch_id,
        parts=parts.whole(body, "parts"),
        total_bytes=parts.whole(body, "total_bytes"),
        now=utc_now(),
    )
    return {"next": reverse("intake-console:batch", args=[batch_id])}


@permission_required(policies.UPLOAD)
@require_POST
def complete(request: HttpRequest, batch_id: UUID, item_id: UUID) -> HttpResponse:
    """Type what a file does not say."""
    sent = request.POST
    try:
        services.complete_item(
            item_id=item_id,
            name=sent.get("name", ""),
            phone=sent.get("phone", ""),
            email=sent.get("email", ""),
            now=utc_now(),
        )
        messages.success(request, _("Completed: the file is a candidate's now."))
    except (InvalidError, ConflictError) as error:
        needed = _("A name and a number or address that can be right are needed.")
        messages.error(
            request, needed if isinstance(error, InvalidError) else problems.explain("conflict")[1]
        )
    return redirect("intake-console:batch", batch_id=batch_id)


def _uploads(request: HttpRequest, problems: dict[str, str]) -> HttpResponse:
    actor = actor_of(request)
    shown = list(queries.batches(actor)[:50])
    counted = queries.counts_of([row.pk for row in shown])
    context = {
        "batches": [(row, *_standing(row, counted.get(row.pk, {}))) for row in shown],
        "openings": requisitions.open_for(actor)[:500],
        "units": org.subtree(actor.unit_ids),
        "problems": problems,
        "typed": request.POST,
        "most": f"{rules.MOST_PASTED:,}",
        **frame(request, "uploads"),
    }
    return render(request, f"{PAGES}uploads.html", context, status=422 if problems else 200)


def _standing(
    row: Batch, found: dict[str, int]
) -> tuple[tuple[Any, str], list[tuple[str, Any, str, int]], int, str]:
    """State in words, counts in words, percent settled, the same as a sentence; ``found``: files by state."""
    total, waiting = sum(found.values()), found.get(Item.State.WAITING, 0)
    counts = [(key, text, tone, found[key]) for key, (text, tone) in words.STATES.items() if found.get(key)]
    done = 0 if row.state in {Batch.State.UPLOADING, Batch.State.UNPACKING} else total - waiting
    said = _("%(n)s of %(all)s files settled") % {"n": done, "all": total} if total else ""
    return words.BATCH_STATES[row.state], counts, round(100 * done / total) if total else 0, said


def _item(one: Item) -> dict[str, Any]:
    state, tone = words.STATES[one.state]
    return {
        "one": one,
        "state": state,
        "tone": tone,
        "reason": in_words(words.REASONS, one.reason),
        "may_complete": one.state in {Item.State.INCOMPLETE, Item.State.UNREADABLE},
    }


def _upload_of(batch_id: UUID) -> UUID:
    row = queries.batch(batch_id)
    if row.upload_id is None:
        raise ConflictError("this batch has no upload", code="upload_closed")
    return row.upload_id
