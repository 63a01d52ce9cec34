"""What HR does: by hand, to-verify list, telling, disputes, decisions. Each is a form that leads back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access.views import permission_required
from bole.hiring.verification import policies, queries, services, words
from bole.hiring.verification.rules import fields
from bole.hiring.verification.views import parts
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


def _done(request: HttpRequest, verification_id: UUID, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do it and go back to the page, with a word about how it went."""
    try:
        act()
        messages.success(request, said)
    except (ConflictError, InvalidError) as error:
        messages.error(request, words.problem(error.code))
    return redirect("verification:one", verification_id=verification_id)


@permission_required(policies.WORK)
@require_POST
def enter(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """What the papers say, or that nobody could say."""
    check, now = queries.check(check_id), utc_now()
    if request.POST.get("what") == "unable":
        reason = request.POST.get("confirmed_by", "")
        return _done(
            request,
            check.verification_id,
            lambda: services.give_up(check_id=check_id, reason=reason, now=now),
            _("Noted. It now waits for a decision."),
        )
    values = {name: request.POST.get(f"value-{name}", "") for name in fields.of(check.kind)}  # type: ignore[arg-type]  # of KINDS

    def act() -> None:
        services.enter_result(
            check_id=check_id,
            found_values=values,
            verdict=request.POST.get("verdict", "found"),
            confirmed_by=request.POST.get("confirmed_by", ""),
            now=now,
        )

    return _done(request, check.verification_id, act, _("Entered. Both sides are compared below."))


@permission_required(policies.WORK)
@require_POST
def take(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Do not wait for the source any longer."""
    check = queries.check(check_id)
    return _done(
        request,
        check.verification_id,
        lambda: services.take_by_hand(check_id=check_id, now=utc_now()),
        _("Taken over. Ask the person for papers."),
    )


@permission_required(policies.DECIDE)
@require_POST
def clear(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """One difference is no risk."""
    check, reason = queries.check(check_id), request.POST.get("text", "")
    return _done(
        request,
        check.verification_id,
        lambda: services.clear(check_id=check_id, reason=reason, now=utc_now()),
        _("Cleared."),
    )


@permission_required(policies.WORK)
@require_POST
def add_paper(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """A paper in one piece, from a form without script."""
    check, file = queries.check(check_id), request.FILES.get("file")

    def act() -> None:
        if file is None:
            raise InvalidError("nothing was chosen", fields={"file": "required"})
        body = file.read(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
        services.add_whole(check_id=check_id, name=str(file.name), body=body, now=utc_now())

    return _done(request, check.verification_id, act, _("The paper is kept, encrypted."))


@permission_required(policies.WORK)
@require_POST
@parts.answering
def start_paper(request: HttpRequest, check_id: UUID) -> dict[str, Any]:
    """Open an upload in parts."""
    queries.check(check_id)
    return parts.start(
        request, check_id, lambda upload: reverse("verification:upload", args=[check_id, upload])
    )


@permission_required(policies.WORK)
@require_GET
@parts.answering
def upload(request: HttpRequest, check_id: UUID, upload_id: UUID) -> dict[str, Any]:
    """Which parts are here."""
    del request
    queries.check(check_id)
    return parts.received(upload_id)


@permission_required(policies.WORK)
@require_http_methods(["PUT"])
@parts.answering
def part(request: HttpRequest, check_id: UUID, upload_id: UUID, index: int) -> dict[str, Any]:
    """Take one part."""
    queries.check(check_id)
    return parts.part(request, upload_id, index)


@permission_required(policies.WORK)
@require_POST
@parts.answering
def finish_paper(request: HttpRequest, check_id: UUID, upload_id: UUID) -> dict[str, Any]:
    """All parts are there."""
    check = queries.check(check_id)
    return parts.finish(request, upload_id, reverse("verification:one", args=[check.verification_id]))


@permission_required(policies.WORK)
@require_POST
def resolve(request: HttpRequest, doubt_id: UUID) -> HttpResponse:
    """Settle a line of the to-verify list, or give it to somebody else."""
    doubt = queries.doubt(doubt_id)
    if "owner" in request.POST:
        return _done(
            request,
            doubt.verification_id,
            lambda: services.give(doubt_id=doubt_id, user_id=_id(request.POST["owner"])),
            _("Assigned."),
        )

    def act() -> None:
        services.resolve(
            doubt_id=doubt_id,
            resolution=request.POST.get("resolution", ""),
            text=request.POST.get("text", ""),
            now=utc_now(),
        )

    return _done(request, doubt.verification_id, act, _("Settled."))


@permission_required(policies.DECIDE)
@require_POST
def answer(request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """Answer a dispute."""
    found = queries.dispute(dispute_id)

    def act() -> None:
        upheld = {"yes": True, "no": False}.get(request.POST.get("upheld", ""))
        if upheld is None:
            raise InvalidError("yes or no", fields={"upheld": "required"})
        text = request.POST.get("text", "")
        services.answer(dispute_id=dispute_id, upheld=upheld, text=text, now=utc_now())

    return _done(
        request,
        found.check_of.verification_id,
        act,
        _("Answered. The person is told and reads it on the page."),
    )


@permission_required(policies.DECIDE)
@require_POST
def decide(request: HttpRequest, verification_id: UUID) -> HttpResponse:
    """Accept with a reason, tell the person, or end it after that."""
    queries.get(verification_id)
    what, text, now = request.POST.get("what", ""), request.POST.get("text", ""), utc_now()
    if what == "accept":
        return _done(
            request,
            verification_id,
            lambda: services.accept(verification_id=verification_id, reason=text, now=now),
            _("Accepted. The application goes on to the offer."),
        )
    if what == "tell":
        return _done(
            request,
            verification_id,
            lambda: services.tell(verification_id=verification_id, now=now),
            _("The person was told and may reply. The clock of the stage stands still meanwhile."),
        )
    reason = request.POST.get("reason", "")
    return _done(
        request,
        verification_id,
        lambda: services.end_badly(verification_id=verification_id, reason=reason, text=text, now=now),
        _("Ended. The person was told, with your words."),
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidError("nobody chosen", fields={"owner": "required"}) from None
