"""The offer's own page, and how a refusal is said on it."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from bole.foundation.signing import queries as signing
from bole.foundation.ui import messages as explaining
from bole.foundation.ui.formats import say
from bole.hiring.offers import queries, wording
from bole.hiring.offers.models import Offer
from bole.hiring.offers.presenting import console, thread
from bole.hiring.offers.rules import states
from bole.hiring.personal_links.link import Pass
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError

View = Callable[..., HttpResponseBase]


def page_of_offer(view: View) -> View:
    """A refusal of a service becomes a sentence on the offer's page, at its own status."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, holder: Pass, offer_id: UUID) -> HttpResponseBase:
        try:
            return view(request, token, holder, offer_id)
        except ConflictError as error:
            return terms_page(request, token, queries.get(offer_id), problem=explained(error), status=409)

    return guarded


def terms_page(
    request: HttpRequest, token: str, offer: Offer, problem: str = "", status: int = 200
) -> HttpResponse:
    """The terms in plain words, with what was said so far and what can be done."""
    assert offer.shown is not None
    now = utc_now()
    signature = queries.signature_of(offer)
    return show(
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


def show(
    request: HttpRequest, token: str, offer: Offer, page: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """One of the offer's pages, with what all of them say."""
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


def number_of(request: HttpRequest) -> int:
    """The version the form was shown for; 0 for none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def explained(error: BoleError) -> str:
    """A refusal as one sentence or two."""
    title, body = explaining.explain(error.code)
    return f"{title}。{body}" if "。" in body else f"{title}. {body}"
