"""Two files side by side, and what a person makes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.candidates import policies, queries, services
from bole.hiring.intake import queries as intake
from bole.hiring.intake import services as intake_services
from bole.hiring.intake.views.frame import frame
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError

DOUBLE = "double-"
GOES_ON = lazy("The application that had ended goes on where it stood; its interview needs a new link.")
ENDED = lazy("The other application has ended; taking the merge back lets it go on.")
REASONS = {
    "phone": lazy("same number"),
    "email": lazy("same e-mail address"),
    "birth": lazy("same name and day of birth"),
}


@permission_required(policies.MERGE)
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for a person."""
    found = queries.open_duplicates(actor_of(request))[:200]
    rows = [(row, [REASONS[code] for code in row.reasons]) for row in found]
    return render(request, "intake/console/duplicates.html", {"rows": rows, **frame(request, "duplicates")})


@permission_required(policies.MERGE)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, duplicate_id: UUID) -> HttpResponse:
    """Both files beside each other: one person, two people, or a merge taken back."""
    row = queries.duplicate(duplicate_id)
    if request.method == "POST":
        return _decide(request, duplicate_id)
    actor = actor_of(request)
    sides = [_side(actor, row.candidate), _side(actor, row.other)]
    labels = [
        ("name", _("Full name")),
        ("phone", _("Phone")),
        ("email", _("E-mail")),
        ("birth_date", _("Born")),
    ]
    lines = [(label, sides[0]["facts"][key], sides[1]["facts"][key]) for key, label in labels]
    context = {
        "row": row,
        "sides": sides,
        "lines": [line for line in lines if line[1] or line[2]],
        "reasons": [REASONS[code] for code in row.reasons],
        "doubles": _doubles(actor, duplicate_id) if row.state == "open" else [],
        **frame(request, "duplicates"),
    }
    return render(request, "intake/console/duplicate.html", context)


def _doubles(actor: Actor, duplicate_id: UUID) -> list[dict[str, Any]]:
    """Openings both applied for, with where each of the two applications stands."""
    return [
        {
            "requisition": pair[0].requisition,
            "key": f"{DOUBLE}{pair[0].requisition_id}",
            "pair": [(one, _stage(one)) for one in pair],
        }
        for pair in intake.doubles(actor, duplicate_id)
    ]


def _stage(application: Any) -> str:
    process = pipeline.process_of(application)
    return say(process.stage(application.stage).label) if process.has(application.stage) else ""


def _side(actor: Actor, candidate: Any) -> dict[str, Any]:
    resume = queries.resume_of(candidate.pk) or {}
    found = pipeline.visible_to(actor).filter(candidate_id=candidate.pk)
    return {
        "candidate": candidate,
        "facts": {key: getattr(candidate, key) or "" for key in ("name", "phone", "email", "birth_date")},
        "resume": resume,
        "applications": list(found),
    }


def _decide(request: HttpRequest, duplicate_id: UUID) -> HttpResponse:
    now, wanted = utc_now(), request.POST.get("do", "")
    try:
        if wanted == "apart":
            services.keep_apart(duplicate_id=duplicate_id, now=now)
            messages.success(request, _("Kept apart. This pair is not proposed again."))
        elif wanted == "undo":
            on = intake_services.unmerge(duplicate_id=duplicate_id, now=now)
            messages.success(request, _("Taken back. Both files stand alone again."))
            if on:
                messages.info(request, GOES_ON)
        elif wanted.startswith("keep-"):
            keep = UUID(wanted.removeprefix("keep-"))
            said = ((key, str(value)) for key, value in request.POST.items() if key.startswith(DOUBLE))
            goes_on = {key.removeprefix(DOUBLE): value for key, value in said}
            ended = intake_services.merge(duplicate_id=duplicate_id, keep_id=keep, goes_on=goes_on, now=now)
            messages.success(request, _("Merged. Both files stay whole; it can be taken back here."))
            if ended:
                messages.info(request, ENDED)
    except InvalidError:
        messages.error(request, _("Both applied for the same opening: choose which application goes on."))
    except (ConflictError, ValueError):
        messages.error(request, _("Nothing was changed: one of the two was merged or erased meanwhile."))
    return redirect("intake-console:duplicate", duplicate_id=duplicate_id)
