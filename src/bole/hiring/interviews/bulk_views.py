"""Inviting many: choose, look at the list, confirm once, watch it, stop it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.messaging import policies as messaging
from bole.foundation.ui.formats import say
from bole.hiring.interviews import bulk_words, policies, queries, services
from bole.hiring.interviews.bulk_forms import BulkForm
from bole.hiring.interviews.models import BulkRun
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

NEWEST = 30
PERIOD = timedelta(days=30)


@permission_required(policies.INVITE)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The newest runs, and how many people reply."""
    actor, now = actor_of(request), utc_now()
    found = [
        {
            "run": run,
            "url": reverse("interviews_console:bulk-run", args=[run.pk]),
            "job": _job(run),
            "state": bulk_words.run_state(run.state),
            "progress": queries.bulk_progress(run),
        }
        for run in queries.bulk_runs(actor)[:NEWEST]
    ]
    context = {
        "runs": found,
        "lately": queries.replies(actor, now - PERIOD, now),
        "before": queries.replies(actor, now - 2 * PERIOD, now - PERIOD),
        "days": PERIOD.days,
        **_shell(request),
    }
    return render(request, "interviews/console/bulk.html", context)


@permission_required(policies.INVITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose an opening and its people; nothing is sent before the list was confirmed."""
    start = timezone.localtime(utc_now())
    form = BulkForm(
        request.POST or None,
        request.FILES or None,
        openings=_openings(request),
        initial={
            "opens_at": start,
            "closes_at": start + timedelta(days=5),
            "requisition": request.GET.get("job", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = services.prepare_bulk(
                requisition_id=UUID(form.cleaned_data["requisition"]),
                opens_at=form.cleaned_data["opens_at"],
                closes_at=form.cleaned_data["closes_at"],
                stages=form.cleaned_data["stages"],
                words=form.cleaned_data["words"],
                language=form.cleaned_data["language"],
                now=utc_now(),
            )
            return redirect("interviews_console:bulk-run", run_id=run.pk)
        except InvalidError as error:
            _explain(form, error)
    status = 422 if form.errors else 200
    return render(
        request, "interviews/console/bulk_new.html", {"form": form, **_shell(request)}, status=status
    )


@permission_required(policies.INVITE)
@require_GET
def one(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A run with its people; only the live part for the page that watches."""
    run = queries.bulk_run(run_id)
    status = request.GET.get("status", "")
    page = int(request.GET["page"]) if request.GET.get("page", "").isdigit() else 1
    lines, more = queries.bulk_lines(run, status=status, page=page)
    progress = queries.bulk_progress(run)
    here = reverse("interviews_console:bulk-run", args=[run.pk])
    kept = {"status": status} if status else {}
    context = {
        "run": run,
        "job": _job(run),
        "state": bulk_words.run_state(run.state),
        "progress": progress,
        "problems": bulk_words.problems(progress.by_problem),
        "views": bulk_words.views(progress, status, here),
        "lines": [bulk_words.line(one) for one in lines],
        "page_url": f"{here}?{urlencode({**kept, 'page': page})}",
        "next_url": f"{here}?{urlencode({**kept, 'page': page + 1})}" if more else "",
        "first_url": f"{here}?{urlencode(kept)}" if page > 1 else "",
        **_shell(request),
    }
    fragment = request.headers.get("HX-Request") == "true"
    template = "interviews/console/_bulk_run.html" if fragment else "interviews/console/bulk_run.html"
    return render(request, template, context)


@permission_required(policies.INVITE)
@require_POST
def confirm(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Begin, once."""
    expected = request.POST.get("expected", "")

    def begin() -> str:
        number = int(expected) if expected.isdigit() else -1
        services.confirm_bulk(run_id=run_id, expected=number, now=utc_now())
        return _("It has begun. You can leave this page.")

    return _done(request, run_id, begin)


@permission_required(policies.INVITE)
@require_POST
def stop(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Invite nobody further."""

    def halt() -> str:
        held = services.stop_bulk(run_id=run_id, now=utc_now())
        return _("Stopped. Messages held back: %(n)s.") % {"n": held}

    return _done(request, run_id, halt)


@permission_required(policies.INVITE)
@require_POST
def resume(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Go on where it stopped."""

    def go_on() -> str:
        services.resume_bulk(run_id=run_id, now=utc_now())
        return _("It goes on. Nobody is invited twice.")

    return _done(request, run_id, go_on)


@permission_required(policies.INVITE)
@require_POST
def discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Throw the list away."""
    try:
        services.discard_bulk(run_id=run_id)
    except ConflictError as error:
        messages.error(request, bulk_words.refused(error.code))
        return redirect("interviews_console:bulk-run", run_id=run_id)
    messages.success(request, _("Thrown away. Nobody was invited."))
    return redirect("interviews_console:bulk")


@permission_required(policies.INVITE)
@require_POST
def leave_out(request: HttpRequest, run_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take somebody off the list, or back onto it."""
    try:
        services.leave_out(entry_id=entry_id, out="out" in request.POST)
    except ConflictError as error:
        messages.error(request, bulk_words.refused(error.code))
    return redirect(reverse("interviews_console:bulk-run", args=[run_id]) + f"#entry-{entry_id}")


def _done(request: HttpRequest, run_id: UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except ConflictError as error:
        messages.error(request, bulk_words.refused(error.code))
    return redirect("interviews_console:bulk-run", run_id=run_id)


def _openings(request: HttpRequest) -> list[tuple[str, str]]:
    found = requisitions.open_for(actor_of(request))[:200]
    return [
        (str(one.pk), f"{say({'zh': one.title_zh, 'en': one.title_en})} · {one.unit.name}") for one in found
    ]


def _job(run: BulkRun) -> str:
    return say({"zh": run.requisition.title_zh, "en": run.requisition.title_en})


def _explain(form: BulkForm, error: InvalidError) -> None:
    """The rules' refusals beside the field they are about."""
    sentences = {
        "notice_period": _(
            "The law here asks for ten business days between this invitation and the first use. "
            "Choose a later day."
        ),
        "too_many": _("That is too many at once. Choose fewer."),
    }
    for name, code in (error.fields or {"closes_at": ""}).items():
        where = name if name in form.fields else "requisition"
        form.add_error(where, sentences.get(code, _("This cannot be done. Please check the times.")))


def _shell(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "tab": "bulk",
        "nav_key": "messages",
        "may_route": permissions.allowed(actor, messaging.ROUTES),
        "may_word": permissions.allowed(actor, messaging.WORDING),
    }
