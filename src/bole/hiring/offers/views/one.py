"""One offer in the console: its versions, the editor, the negotiation, what can be done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import actors
from bole.foundation.access.views import permission_required
from bole.foundation.approvals import queries as approvals
from bole.foundation.ui import messages as explaining
from bole.foundation.ui import second_person
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.offers import forms, policies, queries, services, wording, words
from bole.hiring.offers.forms import ReasonForm
from bole.hiring.offers.models import Offer, Version
from bole.hiring.offers.presenting import console, thread
from bole.hiring.offers.services.approving import KINDS, needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError


@permission_required(policies.VIEW)
@never_cache
@require_GET
def one(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The newest version, or the one that was asked for; the draft as an editor."""
    offer = queries.get(offer_id)
    return _page(request, offer, _chosen(offer, request.GET.get("v", "")))


@permission_required(policies.VIEW)
@never_cache
@require_GET
def talk(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The negotiation alone, read again when the other side did something."""
    offer = queries.get(offer_id)
    return render(request, "offers/_live.html", {"offer": offer, **_talk(offer)})


@permission_required(policies.WRITE)
@require_POST
def save(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Keep the draft; with ``submit`` hand it in as well."""
    offer = queries.get(offer_id)
    version = queries.in_work(offer)
    if version is None or version.state != Version.State.DRAFT:
        messages.error(request, explaining.explain("no_draft")[1])
        return redirect("offers:one", offer_id=offer_id)
    form, lines = forms.posted(request.POST, version.terms)
    if not (form.is_valid() & lines.is_valid()):
        return _page(request, offer, version, form, lines, status=422)
    now = utc_now()
    try:
        new = forms.terms_from(form, lines, version.terms)
        saved = services.save(offer_id=offer_id, new=new, revision=form.cleaned_data["revision"], now=now)
        if "submit" not in request.POST:
            messages.success(request, _("Saved."))
            return redirect("offers:one", offer_id=offer_id)
        handed = services.submit(
            offer_id=offer_id, sha256=saved.sha256, note=request.POST.get("note", ""), now=now
        )
    except InvalidError as error:
        return _page(request, offer, version, form, lines, problems=words.faults(error), status=422)
    except ConflictError as error:
        return _page(request, offer, version, form, lines, problems=[_explained(error)], status=409)
    sent = handed.state == Version.State.SENT
    said = _("Sent to the candidate.") if sent else _("Handed in: a second person signs before it goes out.")
    messages.success(request, said)
    return redirect("offers:one", offer_id=offer_id)


@permission_required(policies.WRITE)
@require_POST
def act(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Everything but writing: one button, one verb."""
    queries.get(offer_id)
    try:
        _act(request, offer_id, utc_now())
    except DeniedError:
        raise
    except (ConflictError, InvalidError) as error:
        for one_ in words.faults(error) or [_explained(error)]:
            messages.error(request, one_)
    return redirect("offers:one", offer_id=offer_id)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def compare(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Two versions field by field; by default the last two."""
    offer = queries.get(offer_id)
    versions = {one_.number: one_ for one_ in queries.versions_of(offer)}
    numbers = sorted(versions)
    new = _number(request.GET.get("b", ""), numbers, numbers[-1])
    old = _number(request.GET.get("a", ""), numbers, max((n for n in numbers if n < new), default=new))
    context = {
        **_head(offer),
        "numbers": numbers,
        "old": old,
        "new": new,
        "rows": wording.differences(versions[old].terms, versions[new].terms),
    }
    return render(request, "offers/compare.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def paper(request: HttpRequest, offer_id: UUID, number: int) -> HttpResponse:  # noqa: ARG001
    """The letter of one version."""
    offer = queries.get(offer_id)
    found = next((one_ for one_ in queries.versions_of(offer) if one_.number == number), None)
    if found is None:
        raise NotFoundError("no such version")
    return _pdf(services.open_letter(offer, found), f"offer-v{number}.pdf")


@permission_required(policies.VIEW)
@never_cache
@require_GET
def signed(request: HttpRequest, offer_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The sealed letter."""
    return _pdf(services.open_signed(queries.get(offer_id)), "offer-signed.pdf")


def _act(request: HttpRequest, offer_id: UUID, now: datetime) -> None:
    post, do = request.POST, request.POST.get("do", "")
    if do == "recall":
        services.recall(offer_id=offer_id, now=now)
    elif do == "next":
        services.next_version(offer_id=offer_id, now=now, takes_over="takes_over" in post)
    elif do == "drop":
        services.drop_version(offer_id=offer_id)
    elif do == "keep":
        services.keep(offer_id=offer_id, words=post.get("words", ""), now=now)
    elif do == "extend":
        services.extend(offer_id=offer_id, until=_moment(post.get("until", "")), now=now)
    elif do == "withdraw":
        services.withdraw(
            offer_id=offer_id, reason=post.get("reason", ""), words=post.get("words", ""), now=now
        )
    elif do == "mine":
        services.take_over(offer_id=offer_id)
    elif do in {"confirm", "drop_wish"}:
        services.choose_wish(
            offer_id=offer_id, course=post.get("course", ""), confirm=do == "confirm", now=now
        )
    else:
        raise InvalidError("nothing to do", fields={"do": "unknown"})
    messages.success(request, _("Done."))


def _page(
    request: HttpRequest,
    offer: Offer,
    version: Version,
    form: Any = None,
    lines: Any = None,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now, may = utc_now(), console.may(offer)
    writes = may["write"] and version.state == Version.State.DRAFT
    if writes and form is None:
        form, lines = forms.forms_for(version.terms, version.revision)
    context = {
        **_head(offer),
        "version": version,
        "strip": console.strip(offer, version.number),
        "rows": wording.rows(version.terms),
        "sources": _sources(version),
        "sums": console.sums(version.terms),
        "band": console.band(version.terms),
        "insurance": version.terms["insurance"],
        "parts": forms.part_names(version.terms["insurance"]),
        "wishes": console.wishes(offer),
        "path": console.path(version) or _needed(version),
        "changed": {found["field"]: found for found in thread.changes(offer, version)},
        "form": form if writes else None,
        "lines": lines,
        "problems": problems or [],
        **second_person.card(actors.current(), _approval(version)),
        "left": console.left(offer, now),
        "chip": console.chip(offer.state),
        "legal": wording.legal_limit(version.terms),
        **_talk(offer, may),
        "signature": queries.signature_of(offer),
    }
    return render(request, "offers/one.html", context, status=status)


def _talk(offer: Offer, may: dict[str, bool] | None = None) -> dict[str, Any]:
    return {
        "thread": thread.thread(offer, for_candidate=False),
        "may": may or console.may(offer),
        "reasons": ReasonForm(kind="withdraw"),
    }


def _head(offer: Offer) -> dict[str, Any]:
    return {
        "offer": offer,
        "name": offer.candidate.name or _("erased"),
        "job": say(offer.about["job"]),
        "nav_key": "offers",
    }


def _needed(version: Version) -> list[dict[str, Any]]:
    """Before it is handed in: what would have to be signed as it stands."""
    if version.state != Version.State.DRAFT:
        return []
    return [{"name": str(console.LEVELS[one_]), "who": "", "at": None} for one_ in needed(version)]


def _approval(version: Version) -> Any:
    if version.state != Version.State.WAITING:
        return None
    found = (approvals.waiting_for(kind, version.pk) for kind in sorted(set(KINDS.values())))
    return next((one_ for one_ in found if one_ is not None), None)


def _sources(version: Version) -> dict[str, str]:
    return {field: wording.source(found) for field, found in version.sources.items()}


def _chosen(offer: Offer, wanted: str) -> Version:
    versions = queries.versions_of(offer)
    found = next((one_ for one_ in versions if str(one_.number) == wanted), None)
    if found is None and not versions:
        raise NotFoundError("no version")
    return found or versions[-1]


def _number(text: str, known: list[int], else_: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text) in known else else_


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=bank_time.zone())
    except ValueError as error:
        raise InvalidError("no moment", fields={"until": "invalid"}) from error


def _explained(error: BoleError) -> str:
    title, body = explaining.explain(error.code)
    return f"{title}. {body}" if not title.endswith("。") and "。" not in body else f"{title}。{body}"


def _pdf(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
