"""Decrypted bytes over HTTP: whole or by range, never cached, never taken for a page."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from bole.foundation.files import queries, rules
from bole.foundation.files.frames import PlainReader
from bole.foundation.files.models import StoredFile

CHUNK_BYTES = 256 * 1024


def serve(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """200, 206 or 416 for one file; GET and HEAD. The caller has decided that it may be seen."""
    etag = f'"{stored.sha256}"'
    try:
        wanted = _wanted(request, etag, stored.size)
    except rules.UnsatisfiableRangeError:
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{stored.size}"
        return _dressed(refused, stored, etag)
    span = wanted or rules.ByteRange(0, stored.size)
    response = _body(request, stored, span)
    response.headers["Content-Length"] = str(span.stop - span.start)
    if wanted:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{stored.size}"
    return _dressed(response, stored, etag)


def _wanted(request: HttpRequest, etag: str, size: int) -> rules.ByteRange | None:
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", etag) != etag:
        return None
    return rules.parse_range(header, size)


def _body(request: HttpRequest, stored: StoredFile, span: rules.ByteRange) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type=stored.content_type)
    plain = queries.reader_of(stored)
    plain.read(1)  # a damaged first frame is an error page, not a broken stream
    pieces = _pieces(plain, span)
    body = _async(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(body, content_type=stored.content_type)


def _pieces(plain: PlainReader, span: rules.ByteRange) -> Iterator[bytes]:
    with plain:
        plain.seek(span.start)
        left = span.stop - span.start
        while left and (piece := plain.read(min(left, CHUNK_BYTES))):
            left -= len(piece)
            yield piece


async def _async(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(lambda: next(pieces, None), thread_sensitive=False)
    while (piece := await following()) is not None:
        yield piece


def _dressed(response: HttpResponseBase, stored: StoredFile, etag: str) -> HttpResponseBase:
    name = f"{stored.purpose}-{stored.pk}{rules.SUFFIXES.get(stored.content_type, '')}"
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    for header, value in headers.items():
        response.headers[header] = value
    return response
