"""The bank's pages: postings with their codes, uploads with progress and result list, keeping."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.files import queries as files
from bole.foundation.files import services as file_services
from bole.foundation.org import queries as org
from bole.foundation.ui import messages as problems
from bole.foundation.ui import parts
from bole.hiring.candidates import queries as candidates
from bole.hiring.intake import policies, queries, services, words
from bole.hiring.intake.models import Batch, Item
from bole.hiring.intake.views.frame import frame
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

problems.register(words.WORDS)

PAGE = 100
PAGES = "intake/console/"


@permission_required(policies.POST)
@require_GET
def postings(request: HttpRequest) -> HttpResponse:
    """Every posting with its address, its counts and its campaign; forms for new ones."""
    actor, now = actor_of(request), utc_now()
    found = list(queries.postings(actor)[:PAGE])
    campaigns = list(queries.campaigns(actor))
    by_campaign = {row.key: row for row in queries.funnels(actor)}
    context = {
        "postings": [(row, address_of(row.token), queries.takes_applications(row, now)) for row in found],
        "campaigns": [(row, by_campaign.get(str(row.pk))) for row in campaigns],
        "by_channel": [(_word(words.CHANNELS, f.key), f) for f in queries.funnels(actor, by="channel")],
        "openings": requisitions.open_for(actor)[:500],
        "channels": words.CHANNELS.items(),
        "kinds": words.KINDS.items(),
        "channel_words": words.CHANNELS,
        "units": org.subtree(actor.unit_ids),
        "today": timezone.localtime(now).date(),
        **frame(request, "postings"),
    }
    return render(request, f"{PAGES}postings.html", context)


@permission_required(policies.POST)
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put an opening on a page of its own."""
    sent = request.POST
    try:
        services.publish(
            requisition_id=_uuid(sent.get("requisition")),
            channel=sent.get("channel", ""),
            campaign_id=_uuid(sent["campaign"]) if sent.get("campaign") else None,
            opens_at=utc_now(),
            closes_at=_end_of_day(sent.get("closes_on", "")),
            about=sent.get("about", ""),
            now=utc_now(),
        )
        messages.success(request, _("Published. The code can be printed now."))
    except (InvalidError, ConflictError):
        messages.error(request, _("Not published. Choose an opening, a channel, and an end in the future."))
    return redirect("intake-console:postings")


@permission_required(policies.POST)
@require_POST
def campaign(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    sent = request.POST
    starts, ends = parse_date(sent.get("starts_on", "")), parse_date(sent.get("ends_on", "") or "")
    try:
        if starts is None:
            raise InvalidError("no day", fields={"starts_on": "required"})
        services.open_campaign(
            unit_id=_uuid(sent.get("unit")),
            kind=sent.get("kind", ""),
            title=sent.get("title", ""),
            starts_on=starts,
            ends_on=ends,
            now=utc_now(),
        )
        messages.success(request, _("The campaign is open."))
    except InvalidError:
        messages.error(request, _("Not opened. A name, a kind and days in their order are needed."))
    return redirect("intake-console:postings")


@permission_required(policies.POST)
@require_POST
def end(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """Take no further applications through one page."""
    services.end_posting(posting_id=posting_id, now=utc_now())
    messages.success(request, _("Ended. Who has begun cannot send any more."))
    return redirect("intake-console:postings")


@permission_required(policies.POST)
@require_GET
def code(request: HttpRequest, posting_id: UUID) -> HttpResponse:
    """The posting's address as a QR code: SVG for the page, PNG for the printer. Made here, sent nowhere."""
    row = queries.one_posting(posting_id)
    made = segno.make(address_of(row.token), error="m")
    kind = "png" if request.GET.get("as") == "png" else "svg"
    out = io.BytesIO()
    made.save(out, kind=kind, scale=12 if kind == "png" else 4, border=2, light="#FFFFFF")
    content_type = "image/png" if kind == "png" else "image/svg+xml"
    response = HttpResponse(out.getvalue(), content_type=content_type)
    if kind == "png":
        response["Content-Disposition"] = f'attachment; filename="apply-{row.token}.png"'
    return response


@permission_required(policies.UPLOAD)
@require_GET
def uploads(request: HttpRequest) -> HttpResponse:
    """Uploads and mails with their counts, and the form for one more."""
    actor = actor_of(request)
    found = list(queries.batches(actor)[:50])
    context = {
        "batches": [(row, *_standing(row)) for row in found],
        "openings": requisitions.open_for(actor)[:500],
        "units": org.subtree(actor.unit_ids),
        **frame(request, "uploads"),
    }
    return render(request, f"{PAGES}uploads.html", context)


@permission_required(policies.UPLOAD)
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One upload: how far it is, and every file with what became of it. The counts refresh by themselves."""
    row = queries.batch(batch_id)
    wanted = request.GET.get("state", "")
    found = queries.items(batch_id)
    found = found.filter(state=wanted) if wanted in Item.State.values else found
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    state, counts, percent, settled = _standing(row)
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
        "reason": _word(words.REASONS, row.error_code),
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
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="upload-{row.created_at:%Y%m%d-%H%M}.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow([_("No."), _("File"), _("Result"), _("Reason"), _("Candidate")])
    found = list(queries.items(batch_id))
    numbers = candidates.numbers_of([one.candidate_id for one in found if one.candidate_id])
    for one in found:
        number = numbers.get(one.candidate_id, "") if one.candidate_id else ""
        state, reason = str(words.STATES[one.state][0]), str(_word(words.REASONS, one.reason))
        out.writerow([one.position + 1, _harmless(one.name), state, reason, number])
    return response


@permission_required(policies.UPLOAD)
@require_POST
@parts.answering()
def start(request: HttpRequest) -> dict[str, Any]:
    """Open an upload in parts."""
    body = parts.body_of(request)
    made = services.begin_batch(
        unit_id=_uuid(body.get("unit")),
        requisition_id=_uuid(body["requisition"]) if body.get("requisition") else None,
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


@permission_required(policies.RETAIN)
@require_http_methods(["GET", "POST"])
def keeping(request: HttpRequest) -> HttpResponse:
    """The dry list of whose time is over or nearly so; a person ticks whom to ask and whom to erase."""
    now = utc_now()
    if request.method == "POST":
        ids = [_uuid(value) for value in request.POST.getlist("candidate")]
        _settle(request, ids, now)
        return redirect("intake-console:keeping")
    days = settings.RETENTION_DAYS.get("resume", 730)
    context = {"endings": queries.endings(actor_of(request), now), "days": days, **frame(request, "keeping")}
    return render(request, f"{PAGES}keeping.html", context)


def address_of(token: str) -> str:
    """Where people apply, as it is printed on a poster."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('intake:posting', args=[token])}"


def _settle(request: HttpRequest, ids: list[UUID], now: datetime) -> None:
    if request.POST.get("do") == "erase":
        gone = services.erase_due(candidate_ids=ids, now=now)
        done = ngettext("%(n)s person erased.", "%(n)s people erased.", gone) % {"n": gone}
    else:
        asked = sum(services.ask_again(candidate_id=one, now=now) for one in ids)
        done = ngettext("%(n)s person asked.", "%(n)s people asked.", asked) % {"n": asked}
    messages.success(request, done)


def _standing(row: Batch) -> tuple[tuple[Any, str], list[tuple[str, Any, str, int]], int, str]:
    """State in words, counts in words, percent settled, the same as a sentence."""
    found = queries.counts(row.pk)
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
        "reason": _word(words.REASONS, one.reason),
        "may_complete": one.state in {Item.State.INCOMPLETE, Item.State.UNREADABLE},
    }


def _upload_of(batch_id: UUID) -> UUID:
    row = queries.batch(batch_id)
    if row.upload_id is None:
        raise ConflictError("this batch has no upload", code="upload_closed")
    return row.upload_id


def _harmless(text: str) -> str:
    """A file's name that a spreadsheet cannot take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _uuid(value: Any) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise InvalidError("no such choice", fields={"choice": "required"}) from error


def _end_of_day(text: str) -> datetime | None:
    day = parse_date(text) if text else None
    if day is None:
        return None
    following = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(following)


def _word(table: Any, code: str) -> Any:
    return table.get(code, code)
