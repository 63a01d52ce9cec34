"""The person's own pages, phone first: consent, how it stands, what was found, disputes, papers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.files import queries as files
from bole.foundation.files import serving
from bole.foundation.privacy import queries as privacy
from bole.hiring.personal_links import queries as personal_links
from bole.hiring.personal_links.link import Pass, code_needed
from bole.hiring.verification import consents, presenting, queries, services, words
from bole.hiring.verification.models import Check, Paper, Verification
from bole.hiring.verification.rules import machine
from bole.hiring.verification.views import parts
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError, NotFoundError

State = Verification.State
SHOWS = {State.CONSENT: "consent", State.TOLD: "told", State.DISPUTE: "told", State.ADVERSE: "told"}


@code_needed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest, token: str, holder: Pass) -> HttpResponseBase:
    """The newest checks of the person: consent first, then how they stand, then what was found."""
    found = _mine(holder)
    if request.method == "POST":
        if found.state == State.CONSENT:
            return _decide(request, token, holder, found)
        return redirect("verification_portal:home", token=token)
    return _page(request, token, holder, found)


def _mine(holder: Pass) -> Verification:
    found = queries.open_of(holder.candidate_id)
    if found is None:
        raise NotFoundError("nothing is checked")
    return found


def _decide(request: HttpRequest, token: str, holder: Pass, found: Verification) -> HttpResponse:
    posted = request.POST
    kinds = {one.kind for one in found.checks.all()}
    given = {kind: posted.get(f"agree-{kind}") for kind in kinds}
    try:
        services.decide(
            verification_id=found.pk,
            decisions={kind: said == "yes" for kind, said in given.items() if said in {"yes", "no"}},
            shown={kind: posted.get(f"shown-{kind}", "") for kind in kinds},
            language=_language(),
            number=posted.get("id_number", ""),
            now=utc_now(),
        )
    except (InvalidError, ConflictError) as error:
        problems = error.fields if isinstance(error, InvalidError) else {}
        return _page(request, token, holder, found, problem=_said(error), problems=problems, typed=given)
    return redirect("verification_portal:home", token=token)


def _page(
    request: HttpRequest,
    token: str,
    holder: Pass,
    found: Verification,
    *,
    problem: str = "",
    problems: dict[str, str] | None = None,
    typed: dict[str, str | None] | None = None,
) -> HttpResponse:
    link = personal_links.of_candidate(holder.candidate_id)
    checks = queries.checks_of(found.pk)
    name = SHOWS.get(State(found.state), "status")
    fine = found.state in {State.CLEAR, State.ACCEPTED}
    context: dict[str, Any] = {
        "token": token,
        "about": link.about if link else None,
        "found": found,
        "problem": problem or (request.GET.get("problem", "") and words.problem(request.GET["problem"])),
        "problems": problems or {},
        "checks": [_shown(one, name == "told") for one in checks],
        "doubts": [presenting.doubt(one, utc_now()) for one in queries.doubts_of(found.pk)],
        "plan": found.plan,
    }
    if name == "consent":
        items = consents.items(found, checks, _language())
        context["items"] = [(item, (typed or {}).get(item.kind)) for item in items]
        context["needs_number"] = any(item.needs_number for item in items)
        context["typed_number"] = request.POST.get("id_number", "")
    else:
        context["standing"] = _standing(found, checks)
        context["cleared"] = [one for one in map(presenting.cleared, checks) if one] if fine else []
        context["offer_next"] = fine and queries.stands_before_offer(found)
    status = 422 if problem else 200
    return render(request, f"verification/portal/{name}.html", context, status=status)


def _shown(one: Check, told: bool) -> dict[str, Any]:
    """A check as the person sees it. What was found is shown once HR has told him, and only what differs of
    his own."""
    row = presenting.check(one)
    differs = one.state in {machine.CONSIDER, machine.DISPUTED, machine.ADVERSE, machine.UNABLE}
    return {
        **row,
        "shows_both": told and differs,
        "own_papers": [paper for paper in row["papers"] if paper.source == Paper.Source.PERSON],
        "may_dispute": told and services.disputable(one),
        "open_dispute": next((each for each in row["disputes"] if each.upheld is None), None),
        "answered": [each for each in row["disputes"] if each.upheld is not None],
        "wants_paper": one.state in {machine.MANUAL, machine.CONSIDER, machine.DISPUTED, machine.UNABLE},
        "said": str(words.PERSON_STATES[one.state]),
    }


def _standing(found: Verification, checks: list[Check]) -> list[dict[str, Any]]:
    """The person's consents as they stand, each to be taken back while something rests on it."""
    known = privacy.consents(found.candidate_id, about_id=found.pk)
    standing = []
    for kind in dict.fromkeys(one.kind for one in checks):
        decision = known.get(consents.purpose(kind))
        runs = any(one.kind == kind and one.state in {machine.PENDING, *machine.SENT} for one in checks)
        standing.append(
            {
                "kind": kind,
                "title": words.KINDS[kind],
                "holds": decision is not None and decision.holds,
                "withdrawn": decision is not None and decision.withdrawn_at is not None,
                "runs": runs and found.settled_at is None,
            }
        )
    return standing


def _act(token: str, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except (InvalidError, ConflictError) as error:
        address = reverse("verification_portal:home", args=[token])
        return redirect(f"{address}?problem={error.code}")
    return redirect("verification_portal:home", token=token)


@code_needed
@require_POST
def withdraw(request: HttpRequest, token: str, holder: Pass) -> HttpResponseBase:
    """Take one consent back."""
    found, kind = _mine(holder), request.POST.get("kind", "")
    return _act(token, lambda: services.withdraw(verification_id=found.pk, kind=kind, now=utc_now()))


@code_needed
@require_POST
def dispute(request: HttpRequest, token: str, holder: Pass, check_id: UUID) -> HttpResponseBase:
    """This result is wrong."""
    _own(holder, check_id)
    text = request.POST.get("text", "")
    return _act(token, lambda: services.dispute(check_id=check_id, text=text, now=utc_now()))


@code_needed
@require_POST
def nothing(request: HttpRequest, token: str, holder: Pass) -> HttpResponseBase:
    """Nothing to add."""
    del request
    found = _mine(holder)
    return _act(token, lambda: services.nothing_to_add(verification_id=found.pk, now=utc_now()))


@code_needed
@require_POST
def explain(request: HttpRequest, token: str, holder: Pass, doubt_id: UUID) -> HttpResponseBase:
    """What a gap or a missing date is about."""
    del holder
    queries.doubt(doubt_id)
    text = request.POST.get("text", "")
    return _act(token, lambda: services.explain(doubt_id=doubt_id, text=text, now=utc_now()))


@code_needed
@require_POST
def add_paper(request: HttpRequest, token: str, holder: Pass, check_id: UUID) -> HttpResponseBase:
    """A paper in one piece, from a form without script."""
    _own(holder, check_id)
    file = request.FILES.get("file")

    def act() -> None:
        if file is None:
            raise InvalidError("nothing was chosen", fields={"file": "required"})
        body = file.read(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
        services.add_whole(check_id=check_id, name=str(file.name), body=body, now=utc_now())

    return _act(token, act)


@code_needed
@require_POST
@parts.answering
def start_paper(request: HttpRequest, token: str, holder: Pass, check_id: UUID) -> dict[str, Any]:
    """Open an upload in parts."""
    _own(holder, check_id)
    name = "verification_portal:upload"
    return parts.start(request, check_id, lambda upload: reverse(name, args=[token, check_id, upload]))


@code_needed
@require_GET
@parts.answering
def upload(request: HttpRequest, token: str, holder: Pass, check_id: UUID, upload_id: UUID) -> dict[str, Any]:
    """Which parts are here."""
    del request, token
    _own(holder, check_id)
    return parts.received(upload_id)


@code_needed
@require_http_methods(["PUT"])
@parts.answering
def part(
    request: HttpRequest, token: str, holder: Pass, check_id: UUID, upload_id: UUID, index: int
) -> dict[str, Any]:
    """Take one part."""
    del token
    _own(holder, check_id)
    return parts.part(request, upload_id, index)


@code_needed
@require_POST
@parts.answering
def finish_paper(
    request: HttpRequest, token: str, holder: Pass, check_id: UUID, upload_id: UUID
) -> dict[str, Any]:
    """All parts are there."""
    _own(holder, check_id)
    return parts.finish(request, upload_id, reverse("verification_portal:home", args=[token]))


@code_needed
@never_cache
@require_GET
def paper(request: HttpRequest, token: str, holder: Pass, paper_id: UUID) -> HttpResponseBase:
    """One of the papers the person sent."""
    del token
    found = queries.paper(paper_id)
    own = found.candidate_id == holder.candidate_id and found.source == Paper.Source.PERSON
    if not own or found.file_id is None:
        raise NotFoundError("no such paper")
    return serving.serve(request, files.stored_file(found.file_id))


def _own(holder: Pass, check_id: UUID) -> Check:
    found = queries.check(check_id)
    if found.candidate_id != holder.candidate_id:
        raise NotFoundError("no such check")
    return found


def _language() -> str:
    return consents.language_of(get_language() or "zh")


def _said(error: BoleError) -> str:
    if isinstance(error, InvalidError) and "id_number" not in error.fields:
        return _("Please decide about every item: agree, or papers instead.")
    return words.problem(error.code)
