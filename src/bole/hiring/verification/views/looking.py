"""What HR sees: the list, one verification, its live timeline, papers, and which checks each job asks for."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.foundation.files import queries as files
from bole.foundation.files import serving
from bole.foundation.ui import formats
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.verification import configured, library, policies, presenting, queries, words
from bole.hiring.verification.models import Verification
from bole.hiring.verification.rules import deciding
from bole.hiring.verification.services import steps
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError

SHOWN = 100
State = Verification.State


@permission_required(policies.READ)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Checks by filter, and what they cost by branch and month; a fragment for the live page, else whole."""
    actor = actor_of(request)
    which = request.GET.get("which", "open")
    which = which if which in queries.FILTERS else "open"
    mine = request.GET.get("mine") == "1"
    found = queries.listed(actor, which, mine=mine)
    counts = queries.counts(actor)
    context = {
        "rows": [presenting.row(one) for one in found[:SHOWN]],
        "more": max(0, found.count() - SHOWN),
        "which": which,
        "mine": mine,
        "filters": [(key, said, counts[key]) for key, said in words.FILTERS.items()],
        "costs": [presenting.cost(one) for one in queries.costs(actor)],
        "page_url": request.get_full_path(),
        "nav_key": "verification",
    }
    name = "verification/_list.html" if _by_htmx(request) else "verification/list.html"
    return render(request, name, context)


@permission_required(policies.READ)
@never_cache
@require_GET
def one(request: HttpRequest, verification_id: UUID) -> HttpResponse:
    """One verification; as a fragment for the live page, else whole."""
    found = queries.get(verification_id)
    context = {**page_of(request, found), "nav_key": "verification"}
    name = "verification/_one.html" if _by_htmx(request) else "verification/one.html"
    return render(request, name, context)


def page_of(request: HttpRequest, found: Verification) -> dict[str, Any]:
    """Everything the page of one verification shows."""
    actor, now = actor_of(request), utc_now()
    may_decide = permissions.allowed(actor, policies.DECIDE, found.unit_id) and found.settled_at is None
    application = pipeline.get(found.application_id)
    flag = found.stability
    return {
        "found": found,
        "row": presenting.row(found),
        "checks": [presenting.check(row) for row in queries.checks_of(found.pk)],
        "doubts": [presenting.doubt(row, now) for row in queries.doubts_of(found.pk)],
        "timeline": [presenting.step(row) for row in queries.timeline(found.pk)],
        "flag": flag,
        "question": say(queries.question_of(flag)) if flag else "",
        "resolutions": [(key, words.RESOLUTIONS[key]) for key in deciding.RESOLUTIONS],
        "people": access.holders_of(roles.HR, found.unit_id),
        "reasons": pipeline.reason_choices(pipeline.process_of(application)),
        "may_work": permissions.allowed(actor, policies.WORK, found.unit_id) and found.settled_at is None,
        "may_decide": may_decide,
        "may_accept": may_decide and found.state in {State.REVIEW, State.TOLD},
        "may_skip": may_decide and found.state in {State.CONSENT, State.WORK},
        "may_tell": may_decide and found.state == State.REVIEW,
        "may_end": may_decide and _may_end(found),
        "window": found.reply_due_at,
    }


def _may_end(found: Verification) -> bool:
    if found.state != State.TOLD:
        return False
    try:
        deciding.check_may_end(
            found.reply_due_at, replied=found.replied_at is not None, disputes_open=False, now=utc_now()
        )
    except ConflictError:
        return False
    return True


@permission_required(policies.READ)
@never_cache
@require_GET
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponseBase:
    """A proof, decrypted for who may see it; looking leaves an audit line."""
    found = queries.paper(paper_id)
    assert found.file_id is not None
    audit.record(
        verb="hiring.verification.paper.opened",
        obj=("verification", found.verification_id),
        unit_id=found.unit_id,
    )
    return serving.serve(request, files.stored_file(found.file_id))


@permission_required(policies.READ)
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Which checks each job asks for, with source, price, time, retention and legal basis."""
    known = configured.sources()
    shown = [
        {
            "key": plan.key,
            "title": say(plan.title),
            "plan": plan,
            "checks": [_planned(one, known) for one in sorted(plan.checks, key=lambda one: one.order)],
            "off": [_planned(one, known) for one in library.switched_off(plan.key)],
        }
        for plan in library.every()
    ]
    return render(request, "verification/plans.html", {"plans": shown, "nav_key": "verification"})


def _planned(one: Any, known: dict[str, configured.Configured]) -> dict[str, Any]:
    return {
        "kind": words.KINDS[one.kind],
        "planned": one,
        "cost": formats.money(one.cost_fen),
        "basis": say(one.legal_basis),
        "needs": _(", ").join(str(words.FIELDS[name]) for name in one.needs),
        "source": say(known[one.source].title) if one.source in known else "",
    }


@permission_required(policies.READ)
@require_GET
async def stream(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: which verifications changed, of those in the reader's units."""
    allowed = await sync_to_async(live.for_actor)(actor_of(request), (steps.TOPIC,))
    return live.stream(request, allowed)


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
