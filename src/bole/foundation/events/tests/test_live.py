"""The event stream: what is committed arrives, what is not does not, and nobody hears another branch."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connections, transaction
from django.http import HttpRequest
from psycopg.conninfo import conninfo_to_dict
from tests.support.bank import Bank
from tests.support.database import credentials

from bole.foundation.events import live

pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """A page that listens."""

    def __init__(self, allowed: live.Allowed) -> None:
        self.body: AsyncIterator[Any] = aiter(live.stream(HttpRequest(), allowed).streaming_content)

    async def open(self) -> "Reader":
        assert b"listening" in await self.frame()
        return self

    async def frame(self) -> bytes:
        return bytes(await asyncio.wait_for(anext(self.body), 20))

    async def note(self) -> tuple[str, str]:
        head, data = (await self.frame()).decode().strip().split("\n")
        return head.removeprefix("event: "), json.loads(data.removeprefix("data: ")).get("id", "")

    async def close(self) -> None:
        await self.body.aclose()  # type: ignore[attr-defined]


def everything(_note: live.Note) -> bool:
    return True


async def tell(topic: str, thing: uuid.UUID, unit: uuid.UUID | None = None) -> None:
    await sync_to_async(live.notify)(topic, thing, unit)


async def test_a_committed_note_arrives_and_a_rolled_back_one_does_not() -> None:
    first, second = uuid.uuid4(), uuid.uuid4()

    def change() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            live.notify("interview", first)
            raise ZeroDivisionError
        with transaction.atomic():
            live.notify("interview", second)

    reader = await Reader(everything).open()
    await sync_to_async(change)()
    assert await reader.note() == ("interview", str(second))
    await reader.close()
    while live.hub().readers:  # the body is closed on the loop's next rounds
        await asyncio.sleep(0.01)
    assert live.hub().task is None  # nobody left, nobody listens


async def test_a_reader_hears_his_units_and_topics_only(bank: Bank) -> None:
    wanted = uuid.uuid4()
    allowed = await sync_to_async(live.for_actor)(bank.actor("branch_hr", bank.east), ["interview"])
    reader = await Reader(allowed).open()
    await tell("interview", uuid.uuid4(), bank.west.pk)
    await tell("interview", uuid.uuid4(), bank.head.pk)
    await tell("interview", uuid.uuid4())
    await tell("other", uuid.uuid4(), bank.east.pk)
    await tell("interview", wanted, bank.east_outlet.pk)
    assert await reader.note() == ("interview", str(wanted))
    await reader.close()


async def test_a_candidate_hears_of_his_own_interview_only() -> None:
    mine = uuid.uuid4()
    reader = await Reader(live.only("interview", mine)).open()
    await tell("interview", uuid.uuid4())
    await tell("interview", mine)
    assert await reader.note() == ("interview", str(mine))
    await reader.close()


async def test_a_slow_reader_is_dropped_and_holds_up_nobody() -> None:
    slow, quick = await Reader(everything).open(), await Reader(everything).open()
    for _ in range(live.QUEUE_LENGTH + 1):
        live.hub().tell(live.Note("interview", uuid.uuid4()))
        await quick.note()
    frames = [frame async for frame in slow.body]
    assert len(frames) == live.QUEUE_LENGTH
    last = uuid.uuid4()
    await tell("interview", last)
    assert await quick.note() == ("interview", str(last))
    await quick.close()


async def test_a_stream_ends_after_its_time_so_that_rights_are_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.0)
    reader = await Reader(everything).open()
    assert [frame async for frame in reader.body] == []


async def test_a_broken_connection_is_made_anew_and_readers_are_told_to_read_again() -> None:
    reader = await Reader(everything).open()
    with psycopg.connect(credentials().url("superuser"), autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN%%' AND pid <> %s",
            [server.info.backend_pid],
        )
    assert await reader.note() == ("resync", "")
    last = uuid.uuid4()
    await tell("interview", last)
    assert await reader.note() == ("interview", str(last))
    await reader.close()


async def test_the_listener_connects_under_the_same_conditions_as_everything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test server speaks no TLS: who asks for TLS in DATABASE_URL must not be served without."""
    options = {"sslmode": "require", "application_name": "bole-live"}
    asked = {**connections["default"].get_connection_params(), **options}
    monkeypatch.setattr(connections["default"], "get_connection_params", lambda: asked)
    known = conninfo_to_dict(live.parameters())
    assert {name: known[name] for name in options} == options
    with pytest.raises(psycopg.OperationalError, match="SSL"):
        await psycopg.AsyncConnection.connect(live.parameters())
