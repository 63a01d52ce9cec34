"""Built scripts and styles, read on the event loop's threads instead of in one go before the first byte."""

from collections.abc import AsyncIterator
from typing import BinaryIO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

PIECE_BYTES = 256 * 1024


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise answers with a synchronous iterator, which Django under ASGI warns of and reads whole."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or whatever the next middleware answers."""
        response: HttpResponseBase = super().__call__(request)
        if isinstance(request, ASGIRequest) and isinstance(response, FileResponse) and not response.is_async:
            response.streaming_content = _pieces(response.file_to_stream)
        return response


async def _pieces(file: BinaryIO | None) -> AsyncIterator[bytes]:
    """The file's bytes; nothing for HEAD and 304. The response closes the file."""
    if file is None:
        return
    read = sync_to_async(file.read, thread_sensitive=False)
    while piece := await read(PIECE_BYTES):
        yield piece
