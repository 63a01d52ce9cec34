"""What waits for a person, one screening with its lines, and decisions about many at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import pages, policies, queries, services, words
from bole.hiring.screening.models import Result
from bole.hiring.screening.services import Item
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError

SHOWN = 100
LONGEST_VERSION = 10  # digits
TYPED_FROM = 21  # people from which on the number is typed before anything is done


@permission_required(policies.VIEW)
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Applications that screening left to a person, with filters; chosen ones go to the page that asks."""
    actor = actor_of(request)
    opening, outcome, code = _filters(request)
    found = queries.to_look_at(actor, requisition_id=opening, outcome=outcome, code=code)
    counts = queries.counts(actor, opening)
    context = {
        "rows": [pages.row(one) for one in found[:SHOWN]],
        "more": max(0, found.count() - SHOWN),
        "openings": _openings(actor),
        "opening": opening,
        "outcome": outcome,
        "code": code,
        "outcomes": [(key, said, counts.get(key, 0)) for key, said in words.OUTCOMES.items()],
        "codes": list(words.CODES.items()),
        "may_decide": permissions.allowed(actor, policies.DECIDE),
        "may_write": permissions.allowed(actor, policies.WRITE),
        "nav_key": "screening",
    }
    return render(request, "screening/waiting.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """One screening: the rules with their lines, the points with theirs, and the résumé with both."""
    found = queries.get(result_id)
    context = {
        "row": pages.row(found),
        "result": found,
        "verdicts": pages.verdicts(found),
        "points": pages.points(found),
        "lines": pages.resume_lines(found),
        "questions": [say(one) for one in found.details.get("questions", [])],
        "history": queries.history_of_application(actor_of(request), found.application_id),
        "decisions": queries.choices_of(found.pk),
        "outcomes": words.OUTCOMES,
        "may_decide": _open_to(request, found),
        "nav_key": "screening",
    }
    return render(request, "screening/result.html", context)


@permission_required(policies.DECIDE)
@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """What would be done to whom, with a reason for each and the message they would get. Nothing is done."""
    what = request.POST.get("what", "")
    found = _chosen(request)
    if not found or what not in ("advance", "decline"):
        messages.error(request, _("Choose at least one application."))
        return redirect("screening:waiting")
    reasons = queries.reasons_for(found[0].application) if what == "decline" else []
    context = {
        "rows": [pages.row(one) for one in found],
        "what": what,
        "reasons": reasons,
        "chosen": request.POST.get("reason", ""),
        "letter": _letter(found[0]) if what == "decline" else "",
        "typed": len(found) >= TYPED_FROM,
        "nav_key": "screening",
    }
    return render(request, "screening/confirm.html", context)


@permission_required(policies.DECIDE)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Do it, as the person who is logged in. A second click does nothing more."""
    items = _items(request)
    if len(items) >= TYPED_FROM and request.POST.get("typed", "").strip() != str(len(items)):
        messages.error(request, _("Nothing was done: the number you typed is not the number of people."))
        return redirect("screening:waiting")
    try:
        done = services.decide_many(items=items, what=request.POST.get("what", ""), now=utc_now())
    except InvalidError:
        messages.error(request, _("Nothing was done. Choose at least one application."))
        return redirect("screening:waiting")
    _tell(request, done)
    return redirect("screening:waiting")


def _letter(one: Result) -> str:
    """In the reader's language, with a place for the name: the candidate gets it in his own."""
    language = "en" if get_language().startswith("en") else "zh"
    return services.letter_of(one.application, {"zh": "（姓名）", "en": "(name)"}[language], language)


def _tell(request: HttpRequest, done: list[services.Decision]) -> None:
    good = [one for one in done if not one.code]
    if good:
        said = ngettext(
            "Done for %(n)d person, written down with your name.",
            "Done for %(n)d people, written down with your name.",
            len(good),
        )
        messages.success(request, said % {"n": len(good)})
    for code in sorted({one.code for one in done if one.code}):
        count = sum(one.code == code for one in done)
        why = words.NOT_DONE.get(code, code)
        messages.error(request, _("Not done for %(n)d: %(why)s.") % {"n": count, "why": why})


def _chosen(request: HttpRequest) -> list[Result]:
    ids = [one for one in (_uuid(text) for text in request.POST.getlist("result")) if one]
    return list(queries.visible_to(actor_of(request)).filter(pk__in=ids[: services.MOST]).order_by("pk"))


def _items(request: HttpRequest) -> list[Item]:
    items = []
    for text in request.POST.getlist("result"):
        found = _uuid(text)
        version = request.POST.get(f"version-{text}", "")
        if found and version.isdecimal() and len(version) < LONGEST_VERSION:
            items.append(Item(found, int(version), request.POST.get(f"reason-{text}", "")))
    return items


def _filters(request: HttpRequest) -> tuple[UUID | None, str, str]:
    outcome, code = request.GET.get("outcome", ""), request.GET.get("code", "")
    return (
        _uuid(request.GET.get("opening", "")),
        outcome if outcome in words.OUTCOMES else "",
        code if code in words.CODES else "",
    )


def _openings(actor: Any) -> list[tuple[UUID, str]]:
    return [
        (one.pk, f"{say({'zh': one.title_zh, 'en': one.title_en})} {one.unit.name}")
        for one in requisitions.open_for(actor)[:SHOWN]
    ]


def _open_to(request: HttpRequest, found: Result) -> bool:
    return (
        found.current
        and queries.is_open(found.application)
        and permissions.allowed(actor_of(request), policies.DECIDE, found.unit_id)
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
