"""Signing on the candidate's phone: the code, the drawn name, the tick. Everything runs as that person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access import throttle
from bole.hiring.offers import queries, services, wording, words
from bole.hiring.offers.models import Offer
from bole.hiring.offers.rules import states
from bole.hiring.offers.views.portal_page import explained, number_of, page_of_offer, show
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

SENT_TO = "bole_offer_code_to"


@code_needed
@require_POST
@page_of_offer
def code(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Send the code for signing."""
    offer = queries.get(offer_id)
    try:
        sent = services.send_code(offer_id=offer_id, now=utc_now())
    except ConflictError as error:
        if error.code != "code_throttled":
            raise
        return _signing(request, token, offer, problems=[explained(error)], status=429)
    response = redirect("offers_portal:sign", token=token, offer_id=offer_id)
    response.set_signed_cookie(
        SENT_TO, sent.to, salt=str(offer_id), max_age=900, path=f"/me/{token}/", httponly=True, samesite="Lax"
    )
    return response


@code_needed
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_offer
def sign(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """The drawn name, the code, the tick."""
    offer = queries.get(offer_id)
    if request.method != "POST":
        if offer.state != states.OPEN:
            return redirect("offers_portal:one", token=token, offer_id=offer_id)
        return _signing(request, token, offer)
    now = utc_now()
    throttle.check(request, "code", now)
    try:
        services.sign(
            offer_id=offer_id,
            number=number_of(request),
            sha256=request.POST.get("sha256", ""),
            code=request.POST.get("code", ""),
            image=request.POST.get("image", ""),
            agreed=request.POST.get("agreed") == "yes",
            consent=consent(number_of(request)),
            now=now,
        )
    except InvalidError as error:
        return _signing(request, token, offer, problems=words.faults(error), status=422)
    except ConflictError as error:
        if not error.code.startswith("code_"):
            raise
        throttle.failed(request, "code", now)
        if queries.get(offer_id).state == states.SIGNED:  # the other of two clicks was first
            return redirect("offers_portal:one", token=token, offer_id=offer_id)
        return _signing(request, token, offer, problems=[explained(error)], status=422)
    return redirect("offers_portal:one", token=token, offer_id=offer_id)


def consent(number: int) -> str:
    """The statement beside the tick; kept word for word with the signature."""
    return _("I have read version %(number)d in full and agree to sign it electronically.") % {
        "number": number
    }


def _signing(
    request: HttpRequest, token: str, offer: Offer, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    assert offer.shown is not None
    masked = request.get_signed_cookie(SENT_TO, default="", salt=str(offer.pk), max_age=900)
    return show(
        request,
        token,
        offer,
        "sign",
        status=status,
        masked=masked,
        problems=problems or [],
        rows=wording.rows(offer.shown.terms),
        consent=consent(offer.shown.number),
        image=request.POST.get("image", ""),
    )
