"""Built scripts and styles: under ASGI read piece by piece on a thread, and one that is gone is not there."""

from collections.abc import AsyncIterator, Callable
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

PIECE_BYTES = 256 * 1024


class AsyncFiles:
    """Stands before WhiteNoise, whose synchronous iterators Django under ASGI warns of and reads whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """What the next middleware answers; a file of it as an asynchronous iterator."""
        response = self.get_response(request)
        if isinstance(request, ASGIRequest) and isinstance(response, FileResponse) and not response.is_async:
            response.streaming_content = _pieces(response.file_to_stream)
        return response


class BuiltFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # it ships no types
    """WhiteNoise knows the files of the server's start; a rebuild takes some of them away."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file; for one that was removed since, what any unknown address gets."""
        known = None if self.autorefresh else self.files.get(request.path_info)
        if known is None:
            return cast(HttpResponseBase, super().__call__(request))
        try:
            return cast(HttpResponseBase, self.serve(known, request))
        except FileNotFoundError:
            return cast(HttpResponseBase, self.get_response(request))


async def _pieces(file: Any) -> AsyncIterator[bytes]:
    """The bytes of a binary file; nothing for HEAD and 304. The response closes the file."""
    if file is None:
        return
    read = sync_to_async(file.read, thread_sensitive=False)
    while piece := await read(PIECE_BYTES):
        yield piece
