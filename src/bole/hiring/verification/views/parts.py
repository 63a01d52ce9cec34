"""A paper in parts, for the person and for HR."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from bole.foundation.files import queries as files
from bole.foundation.ui import parts
from bole.hiring.verification import services, words
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError


def _problem(error: BoleError) -> dict[str, str]:
    return {"code": error.code, "message": words.problem(error.code)}


answering = parts.answering(_problem)


def start(request: HttpRequest, check_id: UUID, address: Callable[[UUID], str]) -> dict[str, Any]:
    """Open an upload; ``address`` gives where its parts go."""
    body = parts.body_of(request)
    paper = services.start(
        check_id=check_id, name=str(body.get("name", "")), size=parts.whole(body, "size"), now=utc_now()
    )
    assert paper.upload_id is not None
    return {"upload": address(paper.upload_id), "part_bytes": files.part_bytes()}


def received(upload_id: UUID) -> dict[str, Any]:
    """Which parts are here."""
    return {"received": list(services.received(upload_id=upload_id))}


def part(request: HttpRequest, upload_id: UUID, index: int) -> dict[str, Any]:
    """Take one part."""
    sha256, body = parts.part_of(request)
    receipt = services.put_part(upload_id=upload_id, index=index, sha256=sha256, body=body)
    return {"index": receipt.index, "duplicate": receipt.duplicate}


def finish(request: HttpRequest, upload_id: UUID, following: str) -> dict[str, Any]:
    """All parts are there; ``following`` is where the browser goes."""
    body = parts.body_of(request)
    services.finish(
        upload_id=upload_id,
        parts=parts.whole(body, "parts"),
        total_bytes=parts.whole(body, "total_bytes"),
        now=utc_now(),
    )
    return {"next": following}
