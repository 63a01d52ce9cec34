"""The offer on the candidate's phone: read, ask, decline. Everything runs as that person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bole.foundation.events import live
from bole.hiring.offers import queries, services, wording, words
from bole.hiring.offers.forms import ReasonForm
from bole.hiring.offers.models import Offer
from bole.hiring.offers.rules import asking, states
from bole.hiring.offers.services.steps import TOPIC
from bole.hiring.offers.views.portal_page import number_of, page_of_offer, show, terms_page
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError


@code_needed
@require_safe
def newest(request: HttpRequest, token: str, holder: Pass) -> HttpResponseBase:
    """The newest offer of this person."""
    found = queries.of_candidate(holder.actor(), holder.candidate_id)
    if not found:
        raise NotFoundError("no offer")
    del request
    return redirect("offers_portal:one", token=token, offer_id=found[0].pk)


@code_needed
@require_safe
def one(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """The terms in plain words."""
    offer = queries.get(offer_id)
    services.opened(offer_id=offer_id, now=utc_now())
    return terms_page(request, token, offer)


@code_needed
@require_safe
def listen(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Server-sent events: this offer changed."""
    return live.stream(request, live.only(TOPIC, queries.get(offer_id).pk))


@code_needed
@require_safe
def paper(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """The whole letter of the version that is shown."""
    offer = queries.get(offer_id)
    if offer.shown is None:
        raise NotFoundError("no letter")
    return _pdf(services.open_letter(offer, offer.shown), f"offer-v{offer.shown.number}.pdf")


@code_needed
@require_safe
def signed(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """The sealed letter."""
    return _pdf(services.open_signed(queries.get(offer_id)), "offer-signed.pdf")


@code_needed
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_offer
def ask(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """What should be otherwise."""
    offer = queries.get(offer_id)
    if request.method != "POST":
        if offer.state != states.OPEN:
            return redirect("offers_portal:one", token=token, offer_id=offer_id)
        return _asking(request, token, offer)
    items = [
        {"field": field, "wanted": wanted, "why": why}
        for field, wanted, why in zip(
            request.POST.getlist("field"),
            request.POST.getlist("wanted"),
            request.POST.getlist("why"),
            strict=False,
        )
    ]
    try:
        services.ask(
            offer_id=offer_id,
            number=number_of(request),
            items=items,
            words=request.POST.get("words", ""),
            now=utc_now(),
        )
    except InvalidError as error:
        return _asking(request, token, offer, problems=words.faults(error), status=422)
    return redirect("offers_portal:one", token=token, offer_id=offer_id)


@code_needed
@require_POST
@page_of_offer
def take_back(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Never mind: the offer is fine as it is."""
    services.take_back(offer_id=offer_id, now=utc_now())
    return redirect("offers_portal:one", token=token, offer_id=offer_id)


@code_needed
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_offer
def decline(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """No, with a reason."""
    offer = queries.get(offer_id)
    if request.method != "POST":
        return show(request, token, offer, "decline", form=ReasonForm(kind="decline"))
    form = ReasonForm(request.POST, kind="decline")
    if not form.is_valid():
        return show(request, token, offer, "decline", form=form, status=422)
    services.decline(
        offer_id=offer_id,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        now=utc_now(),
    )
    return redirect("offers_portal:one", token=token, offer_id=offer_id)


def _asking(
    request: HttpRequest, token: str, offer: Offer, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    assert offer.shown is not None
    made = offer.shown.terms
    typed = dict(zip(request.POST.getlist("field"), request.POST.getlist("wanted"), strict=False))
    reasons = dict(zip(request.POST.getlist("field"), request.POST.getlist("why"), strict=False))
    now_words = {one_.field: one_.value for one_ in wording.rows(made)}
    fields = [
        {
            "field": field,
            "label": wording.label(field, made),
            "now": now_words.get(field, ""),
            "wanted": typed.get(field, ""),
            "why": reasons.get(field, ""),
            "is_date": field == "starts_on",
        }
        for field in asking.fields(made)
    ]
    return show(
        request,
        token,
        offer,
        "ask",
        status=status,
        fields=fields,
        problems=problems or [],
        words=request.POST.get("words", ""),
    )


def _pdf(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
