"""Scripts and styles as an ASGI server hands them out; a synchronous iterator is a warning, so a failure."""

from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse
from django.test import AsyncClient, AsyncRequestFactory, Client

from bole.config.static_files import AsyncFiles

STYLE = b"body { margin: 0 }\n" * 40_000  # several pieces


@pytest.fixture(autouse=True)
def built(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "style.css").write_bytes(STYLE)
    settings.STATICFILES_DIRS = [tmp_path]


async def body(response: Any) -> bytes:
    """All of it; the server would close the response then, and with it the file."""
    try:
        return b"".join([piece async for piece in response])
    finally:
        response.close()


async def test_a_file_arrives_piece_by_piece() -> None:
    response: Any = await AsyncClient().get("/static/style.css")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/css")
    assert await body(response) == STYLE


async def test_a_range_of_a_file() -> None:
    response: Any = await AsyncClient().get("/static/style.css", headers={"Range": "bytes=19-37"})
    assert response.status_code == 206
    assert await body(response) == STYLE[19:38]


async def test_an_unchanged_file_has_no_body() -> None:
    """The test client would replace the body of a 304, so the middleware is asked itself."""
    unchanged = AsyncFiles(lambda _request: FileResponse((), status=304))
    assert await body(unchanged(AsyncRequestFactory().get("/static/style.css"))) == b""


def test_a_file_that_a_rebuild_took_away_is_not_found(tmp_path: Path) -> None:
    client = Client()
    there = client.get("/static/style.css")
    assert there.status_code == 200
    there.close()
    (tmp_path / "style.css").unlink()
    assert client.get("/static/style.css").status_code == 404


def test_without_an_event_loop_nothing_changes() -> None:
    response: Any = Client().get("/static/style.css")
    assert not response.is_async
    assert b"".join(response.streaming_content) == STYLE
    response.close()
