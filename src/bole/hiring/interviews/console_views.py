"""HR invites, and gives an invitation more time. The link itself goes to the candidate only."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say, when
from bole.hiring.interviews import invitable, policies, queries, services
from bole.hiring.interviews.console_forms import InviteForm, WindowForm
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.measurement.api import Proposal

MOST = 300  # choices in the select; a longer list is narrowed by ?application=


@permission_required(policies.INVITE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new interview for an application."""
    proposals, most = _proposals(request)
    form = InviteForm(
        request.POST or None,
        applications=_choices(request),
        now=utc_now(),
        proposed=[(one.id, say(one.prompt)) for one in proposals],
        most=most,
        initial={"application": request.GET.get("application", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            interview, _token = services.invite(
                application_id=form.application_id,
                opens_at=form.cleaned_data["opens_at"],
                closes_at=form.cleaned_data["closes_at"],
                language=form.cleaned_data["language"],
                zone=form.cleaned_data["zone"],
                accommodations=form.accommodations,
                personal=form.left_standing,
                now=utc_now(),
            )
        except ConflictError as error:
            form.add_error("application", _refused(error.code))
        except InvalidError as error:
            _too_early(form, error)
        else:
            messages.success(request, _("Invited. The link went to the candidate and to nobody else."))
            return redirect("console:interview", interview_id=interview.pk)
    context = {"form": form, "nav_key": "interviews", "proposals": _rows(form, proposals), "most": most}
    return render(request, "interviews/console/invite.html", context, status=422 if form.errors else 200)


@permission_required(policies.INVITE)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """A new link and a later end; the old link stops working."""
    interview = queries.get(interview_id)
    form = WindowForm(request.POST or None, initial={"closes_at": interview.closes_at})
    if request.method == "POST" and form.is_valid():
        try:
            renewed, _token = services.renew(
                interview_id=interview_id, closes_at=form.cleaned_data["closes_at"], now=utc_now()
            )
        except ConflictError as error:
            form.add_error(None, _refused(error.code))
        else:
            words = _("A new link went out, open until %(at)s. The old one no longer works.")
            messages.success(request, words % {"at": when(localtime(renewed.closes_at))})
            return redirect("console:interview", interview_id=interview_id)
    context = {"form": form, "interview": interview, "nav_key": "interviews"}
    return render(request, "interviews/console/renew.html", context, status=422 if form.errors else 200)


def _proposals(request: HttpRequest) -> tuple[tuple[Proposal, ...], int]:
    """What the chosen applicant's résumé leads to; nothing before somebody was chosen."""
    asked = request.POST.get("application") or request.GET.get("application", "")
    try:
        return queries.personal_proposals(UUID(asked), utc_now())
    except (ValueError, NotFoundError):
        return (), 0


def _rows(form: InviteForm, proposals: tuple[Proposal, ...]) -> list[dict[str, Any]]:
    """Each proposal with its tick box, its reason and its line."""
    return [
        {"box": box, "title": say(one.title), "reason": say(one.reason), "line": one.line}
        for box, one in zip(form["personal"], proposals, strict=True)
    ]


def _choices(request: HttpRequest) -> list[tuple[str, str]]:
    """Applications that may be invited: name, number, job, unit."""
    found = (
        pipeline.visible_to(actor_of(request))
        .filter(invitable.standing(), outcome="")
        .order_by("-stage_since")
    )
    asked = request.GET.get("application", "")
    rows = [row for row in found[:MOST] if not asked or str(row.pk) == asked] or list(found[:MOST])
    return [
        (
            str(row.pk),
            " · ".join(
                [
                    row.candidate.name,
                    row.candidate.number,
                    say({"zh": row.requisition.title_zh, "en": row.requisition.title_en}),
                    row.unit.name,
                ]
            ),
        )
        for row in rows
    ]


def _too_early(form: InviteForm, error: InvalidError) -> None:
    """The law asks for days between the notice and the interview."""
    if error.fields.get("opens_at") != "notice_period":
        raise error
    form.add_error(
        "opens_at",
        _(
            "The law here asks for ten business days between this invitation and the first use. "
            "Choose a later day."
        ),
    )


def _refused(code: str) -> str:
    sentences = {
        "already_invited": _("There is an open invitation already. Open it and give it more time instead."),
        "already_closed": _("This application has ended."),
        "lost_race": _("Somebody has just moved this application. Please look again."),
        "no_such_move": _("From its present stage this application cannot go to the interview."),
    }
    return sentences.get(code, _("This cannot be done now (%(code)s).") % {"code": code})
