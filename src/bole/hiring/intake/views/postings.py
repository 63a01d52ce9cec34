"""Postings and campaigns: pages people apply through, with their codes and their counts."""

import io
from datetime import datetime, timedelta
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.hiring.intake import policies, queries, services, words
from bole.hiring.intake.views.frame import PAGE, PAGES, chosen, frame, in_words
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


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
        "by_channel": [(in_words(words.CHANNELS, f.key), f) for f in queries.funnels(actor, by="channel")],
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
            requisition_id=chosen(sent.get("requisition")),
            channel=sent.get("channel", ""),
            campaign_id=chosen(sent["campaign"]) if sent.get("campaign") else None,
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
            unit_id=chosen(sent.get("unit")),
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


def address_of(token: str) -> str:
    """Where people apply, as it is printed on a poster."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('intake:posting', args=[token])}"


def _end_of_day(text: str) -> datetime | None:
    day = parse_date(text) if text else None
    if day is None:
        return None
    following = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(following)
