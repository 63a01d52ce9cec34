"""One person: applications, interviews, requests, consents, what happened, and what the law lets him ask."""

import tempfile
from collections.abc import AsyncIterator
from typing import IO, Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.files import links
from bole.foundation.ui import panels
from bole.foundation.ui.messages import problem
from bole.hiring.assessment import queries as assessment
from bole.hiring.candidates import policies, queries, services
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import services as interview_services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.web.console.panels import one_page
from bole.web.console.request_views import AssignForm

IN_MEMORY = 16 * 1024 * 1024
PIECE = 1024 * 1024


@permission_required(policies.CONTACT)
@never_cache
@require_GET
def person(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Everything about one person on one page."""
    actor = actor_of(request)
    found = queries.get(candidate_id)
    permissions.require(actor, policies.CONTACT, found.unit_id)
    with one_page(), queries.at_hand(found):
        shown = [
            (one, render_to_string(one.fragment.template, dict(one.fragment.context), request))
            for one in panels.shown_to(actor, candidate_id, found.unit_id)
        ]
    context: dict[str, Any] = {
        "person": found,
        "mail": queries.masked_mail(found.email) if found.email else "",
        "phone": queries.masked_phone(found.phone) if found.phone else "",
        "main": [pair for pair in shown if pair[0].panel.place == "main"],
        "side": [pair for pair in shown if pair[0].panel.place == "side"],
        "may_paste": _may(request, policies.RESUME, found) and found.erased_at is None,
        "resume": queries.pasted_of(found.pk, known=found) if _may(request, policies.RESUME, found) else None,
        "may_hand_out": _may(request, policies.HAND_OUT, found),
        "may_remove": _may(request, policies.REMOVE, found),
        "hand_out_reasons": policies.HAND_OUT_REASONS,
        "remove_reasons": policies.REMOVE_REASONS,
        "nav_key": "interviews",
    }
    return render(request, "console/person.html", context)


@permission_required(policies.HAND_OUT)
@never_cache
@require_POST
def copy(request: HttpRequest, candidate_id: UUID) -> HttpResponseBase:
    """A zip with everything kept about the person, after the number was typed and a reason given.

    It is written to a file without a name, which is gone as soon as it was sent.
    """
    if assessment.has_open_card(actor_of(request), candidate_id):
        messages.error(request, _("Lock your own rating of this person first: the copy holds the machine's."))
        return redirect("console:person", candidate_id=candidate_id)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    try:
        services.hand_out(
            candidate_id=candidate_id,
            number=request.POST.get("number", ""),
            reason=request.POST.get("reason", ""),
            out=out,  # type: ignore[arg-type]  # it is a binary file in all that matters
            now=utc_now(),
        )
    except (InvalidError, ConflictError) as error:
        out.close()
        return _not_confirmed(request, candidate_id, error)
    out.seek(0)
    response = StreamingHttpResponse(_pieces(out), content_type="application/zip")
    number = queries.get(candidate_id).number
    response["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    return response


@permission_required(policies.RESUME)
@require_POST
def resume(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Keep what was pasted of the person's résumé."""
    try:
        services.keep_resume(candidate_id=candidate_id, text=request.POST.get("text", ""), now=utc_now())
        messages.success(request, _("Kept. The next invitation may ask about one of these lines."))
    except InvalidError:
        messages.error(request, _("Paste between one line and 20,000 characters."))
    return redirect("console:person", candidate_id=candidate_id)


@permission_required(policies.RESUME)
@never_cache
@require_GET
def document(request: HttpRequest, candidate_id: UUID, resume_id: UUID) -> HttpResponse:
    """On to a résumé as it was sent, by a link that is good for this reader and a short while."""
    row = queries.resume_file(resume_id)
    if row.candidate_id not in {one.pk for one in queries.same_person(queries.get(candidate_id))}:
        raise NotFoundError("no such résumé of this person")
    if row.file_id is None:
        raise NotFoundError("the file is not kept any more")
    return redirect(links.url_for(request, row.file_id))


@permission_required(policies.REMOVE)
@require_POST
def erase(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Erase the person everywhere, after the number was typed and a reason given."""
    try:
        services.remove(
            candidate_id=candidate_id,
            number=request.POST.get("number", ""),
            reason=request.POST.get("reason", ""),
            now=utc_now(),
        )
    except (InvalidError, ConflictError) as error:
        return _not_confirmed(request, candidate_id, error)
    messages.success(request, _("Erased. Counts remain for statistics, tied to nobody."))
    return redirect("console:person", candidate_id=candidate_id)


@permission_required(interview_policies.ASSIGN)
@require_POST
def assign(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Let an interviewer watch and rate one interview."""
    form = AssignForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("nobody chosen", fields={"owner": "required"})
        interview_services.assign(
            interview_id=interview_id, user_id=form.cleaned_data["owner"], now=utc_now()
        )
        messages.success(request, _("Assigned. The interviewer sees the answers, not the machine's scores."))
    except InvalidError:
        messages.error(request, _("Nothing was changed. Choose an interviewer of this branch."))
    return redirect("console:interview", interview_id=interview_id)


async def _pieces(out: IO[bytes]) -> AsyncIterator[bytes]:
    """The file from its beginning, a megabyte at a time; then it is gone."""
    try:
        while piece := await sync_to_async(out.read)(PIECE):
            yield piece
    finally:
        out.close()


def _may(request: HttpRequest, permission: str, found: Any) -> bool:
    return found.erased_at is None and permissions.allowed(actor_of(request), permission, found.unit_id)


def _not_confirmed(request: HttpRequest, candidate_id: UUID, error: Exception) -> HttpResponse:
    if isinstance(error, InvalidError) and "number" in error.fields:
        messages.error(request, _("Nothing was done: that is not this person's number."))
    elif isinstance(error, InvalidError):
        messages.error(request, _("Nothing was done. Please choose a reason."))
    elif isinstance(error, ConflictError) and error.code == "law_keeps":
        messages.error(request, problem(error)["message"])
    else:
        messages.info(request, _("This person was erased already."))
    return redirect("console:person", candidate_id=candidate_id)
