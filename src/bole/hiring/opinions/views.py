"""Surveys of the console: list, builder, when they go out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.org.models import Unit
from bole.foundation.surveys import policies
from bole.foundation.surveys import queries as surveys
from bole.foundation.surveys import services as sheets
from bole.foundation.surveys.queries import Filters
from bole.foundation.ui.formats import say
from bole.hiring.opinions import building, presenting, queries
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError


class SendingForm(forms.Form):
    """When a survey goes out."""

    event = forms.CharField(max_length=80)
    place = forms.UUIDField()
    hours = forms.IntegerField(min_value=0, max_value=24 * 60)


@permission_required(policies.READ)
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every survey with its response rate, the ready-made ones, and questions candidates rated badly."""
    actor = actor_of(request)
    rows = []
    for one in surveys.surveys(actor):
        newest = surveys.newest(one)
        rows.append(
            {
                "survey": one,
                "title": say(one.draft["title"]),
                "version": newest,
                "rate": presenting.rate(surveys.rate(newest, Filters())) if newest else "",
                "bindings": list(one.bindings.all()),
            }
        )
    taken = {one.library_key for one in surveys.surveys(actor)}
    context = {
        "rows": rows,
        "ready": [(key, say(body["title"])) for key, body in sheets.ready_made().items() if key not in taken],
        "bad": queries.badly_rated(actor)[:20],
        "may_build": permissions.allowed(actor, policies.BUILD),
        "nav_key": "surveys",
    }
    return render(request, "opinions/list.html", context)


@permission_required(policies.BUILD)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new survey, empty or from a ready-made one."""
    owner, key = _unit(request), request.POST.get("ready", "")
    if key:
        made = sheets.take_over(owner_id=owner.pk, library_key=key, now=utc_now())
    else:
        first = building.changed({"questions": []}, "add:scale")["questions"][0]
        first["text"] = {"zh": "你对面试的流程是否满意？", "en": "How satisfied are you with the interview?"}
        body = {"title": {"zh": "新问卷", "en": "New survey"}, "anonymous": True, "questions": [first]}
        made = sheets.create(owner_id=owner.pk, body=body, now=utc_now())
    return redirect("opinions:build", survey_id=made.pk)


@permission_required(policies.BUILD)
@never_cache
@require_http_methods(["GET", "POST"])
def build(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The builder. A button changes the page only; saving and publishing keep it."""
    found = surveys.get(actor_of(request), survey_id)
    if request.method != "POST":
        return _page(request, found, found.draft)
    wish = request.POST.get("do", "save")
    body = building.changed(building.read(request.POST.dict()), wish)
    if wish not in {"save", "publish"}:
        return _page(request, found, body)
    saves = request.POST.get("saves", "")
    try:
        expected = int(saves) if saves.isdigit() else 0
        sheets.save_draft(survey_id=survey_id, body=body, expected=expected, now=utc_now())
        if wish == "publish":
            made = sheets.publish(survey_id=survey_id, now=utc_now())
            messages.success(
                request, _("Published as version %(n)d. It is not changed any more.") % {"n": made.number}
            )
        else:
            messages.success(request, _("The draft is saved. What goes out is the published version."))
        return redirect("opinions:build", survey_id=survey_id)
    except InvalidError as error:
        return _page(request, found, body, error.fields)
    except ConflictError:
        messages.error(request, _("Not saved: somebody else has saved this survey. Your text is still here."))
        return _page(request, found, body)


@permission_required(policies.BUILD)
@require_POST
def sending(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Bind it to an event, or stop sending it there."""
    surveys.get(actor_of(request), survey_id)
    if "stop" in request.POST:
        sheets.unbind(binding_id=forms.UUIDField().clean(request.POST["stop"]))
        messages.success(request, _("It no longer goes out there."))
        return redirect("opinions:build", survey_id=survey_id)
    form = SendingForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("incomplete")
        wanted = form.cleaned_data
        sheets.bind(
            survey_id=survey_id,
            place_id=wanted["place"],
            event=wanted["event"],
            delay_minutes=wanted["hours"] * 60,
            now=utc_now(),
        )
        messages.success(request, _("It goes out from now on."))
    except (InvalidError, ConflictError):
        messages.error(
            request, _("Nothing was changed. Publish the survey first, then choose when it goes out.")
        )
    return redirect("opinions:build", survey_id=survey_id)


def _page(
    request: HttpRequest, found: Any, body: dict[str, Any], problems: dict[str, str] | None = None
) -> HttpResponse:
    held = tuple(grant.unit_id for grant in actor_of(request).grants)
    words = dict(presenting.events(_stages()))
    context = {
        "survey": found,
        "body": body,
        "numbered": list(enumerate(body["questions"])),
        "problems": problems or {},
        "newest": surveys.newest(found),
        "events": words.items(),
        "bindings": [
            (one, words.get(one.event, one.event), presenting.delay(one.delay_minutes))
            for one in found.bindings.select_related("place")
        ],
        "units": org.subtree(held),
        "nav_key": "surveys",
    }
    return render(request, "opinions/build.html", context, status=422 if problems else 200)


def _stages() -> list[tuple[str, str]]:
    return [(stage.key, say(stage.label)) for stage in pipeline.stages_in_force()]


def _unit(request: HttpRequest) -> Unit:
    """The topmost unit the actor builds for."""
    actor = actor_of(request)
    held = [grant.unit_id for grant in actor.grants if grant.role in permissions.get(policies.BUILD).roles]
    units = org.subtree(tuple(held))
    if not units:
        raise DeniedError("no unit to build for")
    return min(units, key=lambda unit: unit.path.count("/"))
