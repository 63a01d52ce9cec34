"""What the bank sets: templates, and where a branch is."""

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
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.onboarding import policies, presenting, queries, services, words
from bole.workforce.onboarding.forms import PlaceForm, task_edits

MOST_BYTES = 200_000


@permission_required(policies.VIEW)
@never_cache
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """What newcomers get by post; the version in force of each."""
    context = {
        "rows": [
            {
                "key": key,
                "title": say(dict(one.template.title)),
                "number": one.number,
                "tasks": len(one.template.tasks),
                "sections": len(one.template.guide),
                "sha256": one.sha256[:12],
            }
            for key, one in queries.templates().items()
        ],
        "may_import": permissions.allowed(actor_of(request), policies.TEMPLATES),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/templates.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def template(request: HttpRequest, key: str) -> HttpResponse:
    """One template as people get it, and as the file it is; with ``as=file`` the file alone."""
    found = queries.template(key)
    if request.GET.get("as") == "file":
        response = HttpResponse(found.source, content_type="application/toml; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{key}.toml"'
        return response
    made = found.template
    context: dict[str, Any] = {
        "key": key,
        "title": say(dict(made.title)),
        "number": found.number,
        "tasks": [
            {
                "plan": task,
                "title": say(dict(task.title)),
                "why": say(dict(task.why)),
                "owner": words.OWNERS[task.owner],
                "due": presenting.working_days(task.due),
                "units": ", ".join(task.units),
                "required": task.required,
            }
            for task in made.tasks
        ],
        "owners": list(words.OWNERS.items()),
        "sha256": found.sha256,
        "remarks": any(line.lstrip().startswith("#") for line in found.source.splitlines()),
        "may_edit": permissions.allowed(actor_of(request), policies.TEMPLATES),
        "sections": [(say(dict(one.title)), say(dict(one.text)).split("\n\n")) for one in made.guide],
        "bring": [say(dict(one)) for one in made.bring],
        "standard": [say(dict(one)) for one in made.standard],
        "history": queries.template_history(key),
        "nav_key": "onboarding",
    }
    return render(request, "onboarding/template.html", context)


@permission_required(policies.TEMPLATES)
@require_POST
def import_template(request: HttpRequest) -> HttpResponse:
    """A TOML file becomes the version that counts from now on."""
    sent = request.FILES.get("file")
    raw = sent.read(MOST_BYTES + 1) if sent is not None else b""
    try:
        row = services.import_template(raw=raw, now=utc_now())
        said = _("In force: %(key)s, version %(number)d. Lists that began before stay as they are.")
        messages.success(request, said % {"key": row.key, "number": row.number})
    except InvalidError as error:
        messages.error(request, _("Nothing was changed. The file says: %(why)s") % {"why": error.message})
    except ConflictError:
        messages.error(request, _("Nothing was changed: this is the version in force."))
    return redirect("onboarding:templates")


@permission_required(policies.TEMPLATES)
@require_POST
def edit_template(request: HttpRequest, key: str) -> HttpResponse:
    """The tasks as the page has them become the version that counts from now on."""
    try:
        row = services.edit_tasks(
            key=key, edits=task_edits(request.POST), seen=request.POST.get("sha256", ""), now=utc_now()
        )
        said = _("In force: %(key)s, version %(number)d. Lists that began before stay as they are.")
        messages.success(request, said % {"key": row.key, "number": row.number})
    except InvalidError:
        messages.error(
            request,
            _(
                "Nothing was changed. A task needs both languages, a day within 60 working days, and branch "
                "codes that exist."
            ),
        )
    except ConflictError as error:
        changed = error.code == "template_changed"
        said = _("Somebody was faster: look at the version in force first.") if changed else _("No change.")
        messages.error(request, said)
    return redirect("onboarding:template", key=key)


@permission_required(policies.PLACES)
@never_cache
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Where newcomers come to, unit by unit; one without its own takes that of the unit above."""
    actor = actor_of(request)
    rows = [
        {
            "id": unit.pk,
            "name": unit.name,
            "own": queries.own_place(unit.pk),
            "used": queries.place_of(unit.pk),
        }
        for unit in org.subtree(actor.unit_ids)
    ]
    return render(request, "onboarding/places.html", {"rows": rows, "nav_key": "onboarding"})


@permission_required(policies.PLACES)
@require_POST
def set_place(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit's own."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        services.set_place(
            unit_id=unit_id,
            address={"zh": sent["address_zh"], "en": sent["address_en"]},
            route={"zh": sent["route_zh"], "en": sent["route_en"]},
            contact=sent["contact"],
            now=utc_now(),
        )
        messages.success(request, _("Kept. Newcomers see it at once."))
    else:
        messages.error(request, _("Nothing was changed: check what you entered."))
    return redirect("onboarding:places")
