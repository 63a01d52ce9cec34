"""The offer on the candidate's phone: read, ask, sign, decline. Everything runs as that person."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bole.foundation.access import throttle
from bole.foundation.events import live
from bole.foundation.signing import queries as signing
from bole.foundation.ui import messages as explaining
from bole.foundation.ui.formats import say
from bole.hiring.offers import queries, services, wording, words
from bole.hiring.offers.forms import ReasonForm
from bole.hiring.offers.models import Offer
from bole.hiring.offers.presenting import console, thread
from bole.hiring.offers.rules import asking, states
from bole.hiring.offers.services.steps import TOPIC
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError

View = Callable[..., HttpResponseBase]
SENT_TO = "bole_offer_code_to"


def page_of_offer(view: View) -> View:
    """A refusal of a service becomes a sentence on the offer's page, at its own status."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:
        try:
            return view(request, token, holder, offer_id)
        except ConflictError as error:
            return _page(request, token, queries.get(offer_id), problem=_explained(error), status=409)

    return guarded


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
    return _page(request, token, offer)


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
            number=_number(request),
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
        return _show(request, token, offer, "decline", form=ReasonForm(kind="decline"))
    form = ReasonForm(request.POST, kind="decline")
    if not form.is_valid():
        return _show(request, token, offer, "decline", form=form, status=422)
    services.decline(
        offer_id=offer_id,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        now=utc_now(),
    )
    return redirect("offers_portal:one", token=token, offer_id=offer_id)


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
        return _signing(request, token, offer, problems=[_explained(error)], status=429)
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
            number=_number(request),
            sha256=request.POST.get("sha256", ""),
            code=request.POST.get("code", ""),
            image=request.POST.get("image", ""),
            agreed=request.POST.get("agreed") == "yes",
            consent=consent(_number(request)),
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
        return _signing(request, token, offer, problems=[_explained(error)], status=422)
    return redirect("offers_portal:one", token=token, offer_id=offer_id)


def consent(number: int) -> str:
    """The statement beside the tick; kept word for word with the signature."""
    return _("I have read version %(number)d in full and agree to sign it electronically.") % {
        "number": number
    }


def _page(
    request: HttpRequest, token: str, offer: Offer, problem: str = "", status: int = 200
) -> HttpResponse:
    assert offer.shown is not None
    now = utc_now()
    signature = queries.signature_of(offer)
    return _show(
        request,
        token,
        offer,
        "one",
        status=status,
        problem=problem,
        changes={one_["field"]: one_ for one_ in thread.changes(offer, offer.shown)},
        rows=wording.rows(offer.shown.terms),
        sums=console.sums(offer.shown.terms),
        insurance=offer.shown.terms["insurance"],
        said=thread.thread(offer, for_candidate=True),
        answer=thread.newest_answer(offer, now),
        expired=offer.state == states.OPEN and offer.expires_at is not None and now >= offer.expires_at,
        signature=signature,
        document=signing.document(signature.document_id) if signature and signature.document_id else None,
        live=offer.state in states.LIVE or (signature is not None and signature.sealed_at is None),
    )


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
    return _show(
        request,
        token,
        offer,
        "ask",
        status=status,
        fields=fields,
        problems=problems or [],
        words=request.POST.get("words", ""),
    )


def _signing(
    request: HttpRequest, token: str, offer: Offer, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    assert offer.shown is not None
    masked = request.get_signed_cookie(SENT_TO, default="", salt=str(offer.pk), max_age=900)
    return _show(
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


def _show(
    request: HttpRequest, token: str, offer: Offer, page: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "token": token,
        "offer": offer,
        "version": offer.shown,
        "about": offer.about,
        "job": say(offer.about["job"]),
        "unit": say(offer.about["unit"]),
        "left": console.left(offer, utc_now()),
        "chip": console.chip(offer.state),
        **more,
    }
    return render(request, f"offers/portal/{page}.html", context, status=status)


def _number(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _explained(error: BoleError) -> str:
    title, body = explaining.explain(error.code)
    return f"{title}。{body}" if "。" in body else f"{title}. {body}"


def _pdf(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
