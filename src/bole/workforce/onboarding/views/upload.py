"""A document in parts, for script: what was sent is kept when the network breaks."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.files import queries as files
from bole.foundation.ui import messages, parts
from bole.hiring.personal_links.link import Pass, code_needed
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError
from bole.workforce.onboarding import services, words


def _problem(error: BoleError) -> dict[str, str]:
    """With the remedy in words where onboarding knows one."""
    said = messages.problem(error)
    return said | ({"message": str(words.UPLOADS[error.code])} if error.code in words.UPLOADS else {})


answering = parts.answering(_problem)


@code_needed
@require_POST
def start(request: HttpRequest, token: str, holder: Pass, task_id: UUID) -> HttpResponse:
    """Open an upload."""
    return _start(request, token=token, task_id=task_id, holder=holder)


@answering
def _start(request: HttpRequest, *, token: str, task_id: UUID, holder: Pass) -> dict[str, Any]:
    del holder
    body = parts.body_of(request)
    upload_id = services.start_upload(
        task_id=task_id, name=str(body.get("name", "")), size=parts.whole(body, "size"), now=utc_now()
    )
    return {
        "upload": reverse("onboarding_portal:upload", args=[token, task_id, upload_id]),
        "part_bytes": files.part_bytes(),
    }


@code_needed
@require_GET
def upload(request: HttpRequest, token: str, holder: Pass, task_id: UUID, upload_id: UUID) -> HttpResponse:
    """Which parts are here."""
    del token, holder
    return _received(request, task_id=task_id, upload_id=upload_id)


@answering
def _received(request: HttpRequest, *, task_id: UUID, upload_id: UUID) -> dict[str, Any]:
    del request
    return {"received": list(services.received(task_id=task_id, upload_id=upload_id))}


@code_needed
@require_http_methods(["PUT"])
def part(
    request: HttpRequest, token: str, holder: Pass, task_id: UUID, upload_id: UUID, index: int
) -> HttpResponse:
    """Take one part."""
    del token, holder
    return _part(request, task_id=task_id, upload_id=upload_id, index=index)


@answering
def _part(request: HttpRequest, *, task_id: UUID, upload_id: UUID, index: int) -> dict[str, Any]:
    sha256, body = parts.part_of(request)
    receipt = services.put_part(task_id=task_id, upload_id=upload_id, index=index, sha256=sha256, body=body)
    return {"index": receipt.index, "duplicate": receipt.duplicate}


@code_needed
@require_POST
def finish(request: HttpRequest, token: str, holder: Pass, task_id: UUID, upload_id: UUID) -> HttpResponse:
    """All parts are there."""
    del holder
    return _finish(request, token=token, task_id=task_id, upload_id=upload_id)


@answering
def _finish(request: HttpRequest, *, token: str, task_id: UUID, upload_id: UUID) -> dict[str, Any]:
    body = parts.body_of(request)
    services.finish_upload(
        task_id=task_id,
        upload_id=upload_id,
        parts=parts.whole(body, "parts"),
        total_bytes=parts.whole(body, "total_bytes"),
        now=utc_now(),
    )
    return {"next": reverse("onboarding_portal:task", args=[token, task_id])}
