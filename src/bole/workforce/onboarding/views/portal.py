"""The person's pages: how far everything is, what to do, documents, the guide."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.events import live as streams
from bole.foundation.files import queries as files
from bole.foundation.files import serving
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError
from bole.workforce.onboarding import presenting, queries, services, words
from bole.workforce.onboarding.models import Material, Onboarding, Task

SMALL = 2 * 1024 * 1024  # what a form without script may send


@code_needed
@never_cache
@require_GET
def home(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """The whole list."""
    return render(request, "onboarding/portal/home.html", _home(token, holder))


@code_needed
@never_cache
@require_GET
def part(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """The living part of it, read again when something changed."""
    return render(request, "onboarding/portal/_home.html", _home(token, holder))


@code_needed
@require_GET
def live(request: HttpRequest, token: str, holder: Pass) -> HttpResponseBase:  # noqa: ARG001  from the address
    """What changes about one's own onboarding."""
    found = _mine(holder)
    return streams.stream(request, streams.only(services.TOPIC, found.pk))


@code_needed
@never_cache
@require_GET
def guide(request: HttpRequest, token: str, holder: Pass) -> HttpResponse:
    """Where to come, what to bring, what the post asks for, what counts in the probation."""
    found = _mine(holder)
    place = queries.place_of(found.unit_id)
    context = {
        "token": token,
        "starts_on": found.employee.starts_on,
        "job": say(found.employee.job_title),
        "guide": presenting.guide(found),
        "address": say(place["address"]),
        "route": say(place["route"]),
        "contact": place["contact"],
        "desk": found.desk,
    }
    return render(request, "onboarding/portal/guide.html", context)


@code_needed
@never_cache
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, token: str, holder: Pass, task_id: UUID) -> HttpResponse:
    """One thing to do: a document to upload and confirm, a text to read, something to say yes to."""
    found = _own(holder, task_id)
    if found.kind == "upload":
        return _document(request, token, found)
    if request.method == "POST":
        services.finish(task_id=found.pk, now=utc_now())
        return redirect("onboarding_portal:home", token=token)
    context = {
        "token": token,
        "task": presenting.task(found, None, bank_time.today(utc_now())),
        "guide": presenting.guide(_mine(holder)) if found.kind == "read" else None,
    }
    return render(request, "onboarding/portal/task.html", context)


@code_needed
@never_cache
@require_GET
def state(request: HttpRequest, token: str, holder: Pass, task_id: UUID) -> HttpResponse:
    """Asked by the waiting page every second; sends it on once the document was read."""
    del request
    found = _own(holder, task_id)
    response = HttpResponse(status=204)
    newest = _newest(found)
    if newest is None or newest.state != "checking":
        response.headers["HX-Redirect"] = reverse("onboarding_portal:task", args=[token, task_id])
    return response


@code_needed
@require_POST
def confirm(request: HttpRequest, token: str, holder: Pass, task_id: UUID) -> HttpResponse:
    """What was read is right, or was put right."""
    found = _own(holder, task_id)
    document = _newest(found)
    if document is None or str(document.pk) != request.POST.get("material", ""):
        return redirect("onboarding_portal:task", token=token, task_id=task_id)
    given = {name: request.POST.get(name, "") for name in words.FIELDS}
    try:
        services.confirm(material_id=document.pk, given=given, now=utc_now())
    except InvalidError as error:
        return _page(request, token, found, document, given=given, wrong=error.fields, status=422)
    return redirect("onboarding_portal:home", token=token)


@code_needed
@never_cache
@require_GET
def picture(request: HttpRequest, token: str, holder: Pass, material_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """One's own document as it was uploaded."""
    document = queries.material(material_id)
    return serving.serve(request, files.stored_file(document.file_id))


def _document(request: HttpRequest, token: str, found: Task) -> HttpResponse:
    if request.method != "POST":
        return _page(request, token, found, _newest(found))
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, token, found, _newest(found), problem=words.UPLOADS["empty"], status=422)
    try:
        services.attach(task_id=found.pk, body=sent.read(), now=utc_now())
    except InvalidError as error:
        said = words.UPLOADS.get(error.code, words.UPLOADS["type_not_allowed"])
        return _page(request, token, found, _newest(found), problem=said, status=422)
    return redirect("onboarding_portal:task", token=token, task_id=found.pk)


def _page(
    request: HttpRequest,
    token: str,
    found: Task,
    document: Material | None,
    *,
    given: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    problem: Any = "",
    status: int = 200,
) -> HttpResponse:
    refused = document is not None and document.state in ("refused", "sent_back")
    context = {
        "token": token,
        "task": presenting.task(found, document, bank_time.today(utc_now())),
        "document": document,
        "picture": document is not None and document.content_type.startswith("image/"),
        "takes": document is None or document.state in ("refused", "sent_back", "withdrawn"),
        "refused": presenting.problem(document) if document is not None and refused else "",
        "legible": presenting.legible(document) if document is not None else [],
        "fields": presenting.fields(document, given, wrong) if document is not None else [],
        "unread": document is not None and document.read is None,
        "wrong": bool(wrong),
        "problem": problem,
        "keep": services.kept_days(utc_now()),
    }
    return render(request, "onboarding/portal/document.html", context, status=status)


def _home(token: str, holder: Pass) -> dict[str, Any]:
    found, today = _mine(holder), bank_time.today(utc_now())
    (whole,) = queries.whole([found])
    lines = presenting.tasks(whole, today)
    mine = [one for one in lines if one["owner"] == "candidate"]
    return {
        "token": token,
        "onboarding": found,
        "job": say(found.employee.job_title),
        "starts_on": found.employee.starts_on,
        "when": presenting.until(found.employee.starts_on, today),
        "days": (found.employee.starts_on - today).days,
        "progress": [presenting.step(one) for one in whole.progress],
        "todo": [one for one in mine if one["todo"]],
        "handed": [one for one in mine if not one["todo"]],
        "theirs": [one for one in lines if one["owner"] != "candidate"],
        "open": found.state in ("preparing", "ready"),
    }


def _mine(holder: Pass) -> Onboarding:
    """The person's own; who has none finds nothing."""
    found = queries.of_candidate(holder.candidate_id)
    if found is None:
        raise NotFoundError("no onboarding")
    return found


def _own(holder: Pass, task_id: UUID) -> Task:
    """A task of the onboarding the page shows."""
    found = queries.own_task(task_id)
    if found.candidate_id != holder.candidate_id or found.state == "dropped":
        raise NotFoundError("no such task")
    return found


def _newest(found: Task) -> Material | None:
    history = queries.history_of(found.pk)
    alive = [one for one in history if one.state in ("to_confirm", "submitted", "accepted", "checking")]
    fresh = history[0] if history else None
    if fresh is not None and fresh.state == "refused":
        return fresh  # said first, although an earlier one may stand
    return alive[0] if alive else fresh
