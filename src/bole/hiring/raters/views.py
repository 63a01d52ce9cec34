"""Pages of raters: all cards, one card with its evidence, and the switch."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.audit import queries as audit
from bole.foundation.audit import words
from bole.foundation.ui.formats import say
from bole.hiring.raters import library, policies, presenting, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, NotFoundError
from bole.measurement import trained


@permission_required(policies.VIEW)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Trained ones first, then the program's own, then the models that hear and see."""
    rows = [
        {
            "rater": one,
            "question": say(one.card["question"]),
            "competency": say(one.card["competency"]),
            "gain": presenting.gain(one.card["figures"]["error_gain"]),
        }
        for one in queries.versions(actor_of(request))
    ]
    context = {
        "rows": rows,
        "built_in": list(trained.rater_cards().values()),
        "models": library.model_cards(),
        "nav_key": "raters",
    }
    return render(request, "raters/list.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def one(request: HttpRequest, rater_id: UUID) -> HttpResponse:
    """One trained version: its card, the evidence, the switch and its history."""
    actor = actor_of(request)
    found = queries.get(actor, rater_id)
    figures: dict[str, Any] = found.card["figures"]
    context = {
        "found": found,
        "card": found.card,
        "question": say(found.card["question"]),
        "competency": say(found.card["competency"]),
        "lines": presenting.lines(figures),
        "error_gain": presenting.gain(figures["error_gain"]),
        "r_gain": presenting.gain(figures["r_gain"]),
        "between": figures["between_people"],
        "against": presenting.reasons(queries.against(found)),
        "may_switch": permissions.allowed(actor, policies.SWITCH),
        "history": [
            {"at": line.at, "verb": words.verb(line.verb)} for line in audit.trail(("rater", found.pk))[:20]
        ],
        "nav_key": "raters",
    }
    return render(request, "raters/one.html", context)


@permission_required(policies.SWITCH)
@require_POST
def switch(request: HttpRequest, rater_id: UUID) -> HttpResponse:
    """In force, or back to the rules."""
    try:
        if request.POST.get("on") == "1":
            services.switch_on(rater_id=rater_id, now=utc_now())
            messages.success(request, _("In force for answers rated from now on. Reports that stand stay."))
        else:
            services.switch_off(rater_id=rater_id, now=utc_now())
            messages.success(request, _("Back to the rules for answers rated from now on."))
    except ConflictError as error:
        messages.error(request, " ".join(presenting.reasons([error.code])))
    return redirect("raters:one", rater_id=rater_id)


@permission_required(policies.VIEW)
@require_GET
def named(request: HttpRequest, sha256: str) -> HttpResponse:
    """The version a rating names by its hash."""
    found = queries.by_sha256(actor_of(request), sha256)
    if found is None:
        raise NotFoundError("no such rater")
    return redirect("raters:one", rater_id=found.pk)


@permission_required(policies.VIEW)
@require_GET
def built_in(request: HttpRequest, key: str) -> HttpResponse:
    """The card of a rater that comes with the program."""
    card = trained.rater_cards().get(key)
    if card is None:
        raise NotFoundError("no such rater")
    return render(request, "raters/built_in.html", {"card": card, "nav_key": "raters"})


@permission_required(policies.VIEW)
@require_GET
def model(request: HttpRequest, key: str) -> HttpResponse:
    """The card of a model that hears or sees."""
    return render(request, "raters/model.html", {"card": library.model_card(key), "nav_key": "raters"})
