"""Mailboxes that are looked into: how they fare, the form for one more or for a change."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.hiring.intake import policies, queries, services, words
from bole.hiring.intake.models import Mailbox
from bole.hiring.intake.services.mailboxes import FOLDERS
from bole.hiring.intake.views.frame import frame
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError

LATELY = timedelta(days=30)
FIELDS = ("host", "port", "security", "user", "folder", "done_folder", "failed_folder", "unit", "requisition")
USUAL = {"port": "993", "security": "tls", **FOLDERS}


@permission_required(policies.MAILBOX)
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest, mailbox_id: UUID | None = None) -> HttpResponse:
    """Every mailbox; the form adds one or, at a mailbox's own address, changes it."""
    problems: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            _save(request.POST, mailbox_id)
        except InvalidError as error:
            problems = {field: _problem(field, code) for field, code in error.fields.items()}
        else:
            messages.success(request, _("Saved. It is looked into every minute."))
            return redirect("intake-console:mailboxes")
    actor = actor_of(request)
    found = list(queries.mailboxes(actor))
    aside = queries.put_aside(utc_now() - LATELY)
    changed = _chosen(found, mailbox_id)
    context = {
        "mailboxes": [
            (row, words.REASONS.get(row.error_code, row.error_code), aside.get(row.pk, 0)) for row in found
        ],
        "changed": changed,
        "typed": request.POST if problems else _shown(changed),
        "problems": problems,
        "openings": requisitions.open_for(actor)[:500],
        "units": org.subtree(actor.unit_ids),
        **frame(request, "mailboxes"),
    }
    return render(request, "intake/console/mailboxes.html", context, status=422 if problems else 200)


@permission_required(policies.MAILBOX)
@require_POST
def switch(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Stop or go on looking into a mailbox."""
    services.switch_mailbox(mailbox_id=mailbox_id, active=request.POST.get("active") == "1")
    return redirect("intake-console:mailboxes")


@permission_required(policies.MAILBOX)
@require_POST
def look(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Do not wait for the next minute."""
    services.look_now(mailbox_id=mailbox_id)
    messages.success(request, _("It is being looked into. Load the page again in a moment."))
    return redirect("intake-console:mailboxes")


def _save(sent: Mapping[str, str], mailbox_id: UUID | None) -> None:
    port = sent.get("port", "")
    services.save_mailbox(
        mailbox_id=mailbox_id,
        unit_id=_uuid(sent.get("unit", ""), "unit"),
        requisition_id=_uuid(sent["requisition"], "requisition") if sent.get("requisition") else None,
        port=int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else 0,
        **{field: sent.get(field, "") for field in FIELDS if field not in {"port", "unit", "requisition"}},
        password=sent.get("password", ""),
        now=utc_now(),
    )


def _chosen(found: list[Mailbox], mailbox_id: UUID | None) -> Mailbox | None:
    if mailbox_id is None:
        return None
    chosen = next((row for row in found if row.pk == mailbox_id), None)
    if chosen is None:
        raise NotFoundError("no such mailbox")
    return chosen


def _shown(row: Mailbox | None) -> dict[str, Any]:
    if row is None:
        return dict(USUAL)
    plain = {field: getattr(row, field) for field in FIELDS if field not in {"unit", "requisition"}}
    return {**plain, "unit": str(row.unit_id), "requisition": str(row.requisition_id or "")}


def _problem(field: str, code: str) -> str:
    return {
        "port": _("A number from 1 to 65535."),
        "twice": _("Three different folders are needed, or a letter would come round again."),
        "requisition": _("This opening is not one of the unit's."),
        "invalid": _("A name of at most 120 characters on one line."),
    }.get(code if code in {"twice", "invalid"} else field, _("Please fill this in."))


def _uuid(value: str, field: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise InvalidError("no such choice", fields={field: "required"}) from error
