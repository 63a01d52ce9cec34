"""A newcomer's documents as HR looks at them; accepted, or sent back with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.files import links, serving
from bole.foundation.files import queries as files
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.workforce.onboarding import faces, policies, presenting, queries, services, words


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def material(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """One document beside what was read and confirmed."""
    found = queries.material(material_id)
    services.note_look(found)
    onboarding = queries.get(found.task.onboarding_id)
    context = {
        "document": found,
        "kind": words.MATERIALS[found.kind],
        "onboarding": onboarding,
        "name": onboarding.employee.name,
        "fields": presenting.fields(found),
        "hints": presenting.hints(found),
        "picture": found.content_type.startswith("image/"),
        "earlier": [one for one in queries.history_of(found.task_id) if one.pk != found.pk],
        "reasons": policies.SEND_BACK_REASONS,
        "comparable": faces.recording_of(found) is not None,
        "checked": presenting.beside_check(found, utc_now()),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/material.html", context)


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def compare(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """The card beside the interview, where the person agreed: a hint for whoever looks, never a refusal."""
    found = queries.material(material_id)
    recording = faces.recording_of(found)
    if recording is None:
        raise NotFoundError("nothing to compare")
    services.note_look(found, beside="interview")
    context = {
        "document": found,
        "kind": words.MATERIALS[found.kind],
        "name": queries.get(found.task.onboarding_id).employee.name,
        "video": links.url_for(request, recording),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/compare.html", context)


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def picture(request: HttpRequest, material_id: UUID) -> HttpResponseBase:
    """The document itself."""
    found = queries.material(material_id)
    return serving.serve(request, files.stored_file(found.file_id))


@permission_required(policies.MANAGE)
@require_POST
def decide(request: HttpRequest, material_id: UUID) -> HttpResponse:
    """Accept it, or send it back with a reason; then the next one that waits."""
    found = queries.material(material_id)
    try:
        if request.POST.get("do") == "accept":
            services.accept(material_id=found.pk, now=utc_now())
            messages.success(request, _("Accepted. What belongs into the employee's file is there now."))
        else:
            reason = request.POST.get("reason", "")
            services.send_back(material_id=found.pk, reason=reason, now=utc_now())
            messages.success(request, _("Sent back. The newcomer is told what to do."))
    except ConflictError:
        messages.error(request, _("Not done: it has changed meanwhile."))
    except InvalidError:
        messages.error(request, _("Choose a reason."))
        return redirect("onboarding:material", material_id=found.pk)
    following = queries.waiting_materials(actor_of(request)).first()
    if following is not None:
        return redirect("onboarding:material", material_id=following.pk)
    return redirect("onboarding:one", onboarding_id=found.task.onboarding_id)
