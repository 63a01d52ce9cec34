"""``/apply/…``: the posting's public page, and the pages behind a submission's own link."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import throttle
from bole.foundation.access.views import candidate_link, public
from bole.foundation.files import queries as files
from bole.foundation.org import queries as org
from bole.foundation.privacy import wordings
from bole.foundation.ui import formats, messages, parts
from bole.hiring.intake import forms, queries, services
from bole.hiring.intake.models import Posting, Submission
from bole.hiring.intake.words import REASONS
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError

PAGES = "intake/portal/"


@public("a posting is meant for everybody")
@require_http_methods(["GET", "HEAD", "POST"])
def posting(request: HttpRequest, token: str) -> HttpResponse:
    """What the job is, who applies, and the consent to processing."""
    found, now = queries.posting(token), utc_now()
    problems: dict[str, str] = {}
    if request.method == "POST":
        throttle.check(request, "apply", now)
        throttle.failed(request, "apply", now)
        try:
            begun = services.begin(
                token=token,
                name=request.POST.get("name", ""),
                phone=request.POST.get("phone", ""),
                email=request.POST.get("email", ""),
                language="zh" if formats.is_chinese() else "en",
                agreed=request.POST.get("agreed") == "yes",
                now=now,
            )
        except InvalidError as error:
            problems = {field: forms.problem_words(field, code) for field, code in error.fields.items()}
        else:
            return redirect("intake:mine", key=begun.key)
    context = {
        **_about(found),
        "open": queries.takes_applications(found, now),
        "consent": wordings.wording("application").texts["zh" if formats.is_chinese() else "en"],
        "typed": request.POST,
        "problems": problems,
    }
    return render(request, f"{PAGES}posting.html", context, status=422 if problems else 200)


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """Where the application stands: send a file, wait, check what was read, done."""
    row = queries.submission(key)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _step(request, key, row)
        except InvalidError as error:
            problems = {field: forms.problem_words(field, code) for field, code in error.fields.items()}
            problems = problems or {"file": messages.problem(error)["message"]}
    return _page(request, key, row, problems)


@candidate_link
@require_GET
def state(request: HttpRequest, key: str) -> HttpResponse:
    """Asked by the waiting page every second; sends it on when the file was read."""
    del request
    row = queries.submission(key)
    response = HttpResponse(status=204)
    if row.state != Submission.State.READING:
        response.headers["HX-Redirect"] = reverse("intake:mine", args=[key])
    return response


@candidate_link
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """The person takes the application back."""
    if request.POST.get("sure") == "yes":
        services.withdraw(key=key, now=utc_now())
    return redirect("intake:mine", key=key)


@candidate_link
@require_POST
@parts.answering()
def start_file(request: HttpRequest, key: str) -> dict[str, Any]:
    """Open an upload in parts."""
    body = parts.body_of(request)
    upload_id = services.start_file(
        key=key, name=str(body.get("name", "")), size=parts.whole(body, "size"), now=utc_now()
    )
    return {
        "upload": reverse("intake:upload", args=[key, upload_id]),
        "part_bytes": files.part_bytes(),
    }


@candidate_link
@require_GET
@parts.answering()
def upload(request: HttpRequest, key: str, upload_id: UUID) -> dict[str, Any]:
    """Which parts are here."""
    del request
    return {"received": list(services.received(key=key, upload_id=upload_id))}


@candidate_link
@require_http_methods(["PUT"])
@parts.answering()
def part(request: HttpRequest, key: str, upload_id: UUID, index: int) -> dict[str, Any]:
    """Take one part."""
    sha256, body = parts.part_of(request)
    receipt = services.put_part(key=key, upload_id=upload_id, index=index, sha256=sha256, body=body)
    return {"index": receipt.index, "duplicate": receipt.duplicate}


@candidate_link
@require_POST
@parts.answering()
def finish_file(request: HttpRequest, key: str, upload_id: UUID) -> dict[str, Any]:
    """All parts are there."""
    body = parts.body_of(request)
    services.finish_file(
        key=key,
        upload_id=upload_id,
        parts=parts.whole(body, "parts"),
        total_bytes=parts.whole(body, "total_bytes"),
        now=utc_now(),
    )
    return {"next": reverse("intake:mine", args=[key])}


@candidate_link
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """May the bank keep the papers for another period?"""
    services.person_of(token)
    until = None
    if request.method == "POST":
        language = "zh" if formats.is_chinese() else "en"
        until = services.renew(token=token, language=language, now=utc_now())
    words = wordings.wording("application").texts["zh" if formats.is_chinese() else "en"]
    return render(request, f"{PAGES}renew.html", {"consent": words, "until": until, "bank": _bank()})


def _step(request: HttpRequest, key: str, row: Submission) -> HttpResponse:
    now = utc_now()
    if request.POST.get("step") == "send":
        read = (row.reading.body if row.reading else None) or {}
        services.send(key=key, told=forms.told(request.POST) if read else {}, now=now)
        return redirect("intake:mine", key=key)
    file = request.FILES.get("file")
    text = request.POST.get("text", "").strip()
    if file is not None:
        body, name = file.read(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1), str(file.name)
    elif text:
        body, name = text.encode(), _("pasted text")
    else:
        raise InvalidError("nothing was chosen", fields={"file": "required"})
    services.attach(key=key, body=body, name=name, now=now)
    return redirect("intake:mine", key=key)


def _page(request: HttpRequest, key: str, row: Submission, problems: dict[str, str]) -> HttpResponse:
    states = Submission.State
    again = request.GET.get("again") == "1" and row.state in {states.READ, states.FAILED}
    page = {
        states.READING: "reading", states.READ: "check", states.SENT: "sent", states.WITHDRAWN: "sent",
    }.get(states(row.state), "file")  # fmt: skip
    body = (row.reading.body if row.reading else None) or {}
    context = {
        **_about(row.posting),
        "key": key,
        "row": row,
        "reason": REASONS.get(row.error_code, ""),
        "fields": forms.shown(body, request.POST if problems else None),
        "warnings": [one for one in body.get("warnings", ()) if one["kind"] == "ocr"],
        "problems": problems,
        "stage": services.stage_of(key) if page == "sent" else "",
    }
    name = "file" if again else page
    return render(request, f"{PAGES}{name}.html", context, status=422 if problems else 200)


def _about(found: Posting) -> dict[str, Any]:
    requisition = found.requisition
    return {
        "posting": found,
        "job": {"zh": requisition.title_zh, "en": requisition.title_en},
        "unit": found.unit,
        "bank": _bank(),
    }


def _bank() -> Any:
    return org.root()
