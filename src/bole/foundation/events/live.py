"""Live pages: PostgreSQL NOTIFY on commit → one listener per process → server-sent events.

Only a topic and ids travel; the page then reads again with its reader's own rights. A reader too slow for his
queue is dropped and his browser connects anew. After a break of the database connection everybody gets
``resync``, because what happened meanwhile was not heard.
"""

import asyncio
import json
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.http import HttpRequest, StreamingHttpResponse
from psycopg import pq
from psycopg.conninfo import make_conninfo

from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org

log = logging.getLogger(__name__)

CHANNEL = "bole_live"
QUEUE_LENGTH = 200
PING_SECONDS = 15.0
LONGEST_SECONDS = 600.0  # then the browser connects anew and its rights are looked at again
RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Note:
    """Something about ``id`` changed; ``unit_id`` says whose it is, so that readers can be chosen in
    memory.
    """

    topic: str
    id: uuid.UUID
    unit_id: uuid.UUID | None = None


Allowed = Callable[[Note], bool]


def notify(topic: str, id: uuid.UUID, unit_id: uuid.UUID | None = None) -> None:
    """Tell open pages that ``id`` changed, when and if the current transaction commits."""
    payload = json.dumps([topic, str(id), str(unit_id) if unit_id else None])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def for_actor(actor: Actor, topics: Collection[str]) -> Allowed:
    """Notes on ``topics`` about units the actor sees. Reads the tree once (sync code; call before
    streaming).
    """
    units = frozenset(unit.pk for unit in org.subtree(actor.unit_ids))
    wanted = frozenset(topics)
    return lambda note: note.topic in wanted and note.unit_id in units


def only(topic: str, id: uuid.UUID) -> Allowed:
    """Notes about one thing, for a candidate's own page."""
    return lambda note: note.topic == topic and note.id == id


def stream(_request: HttpRequest, allowed: Allowed) -> StreamingHttpResponse:
    """An endless event stream of the notes ``allowed`` lets through: ``event: <topic>``, ``data: {"id":
    …}``.
    """
    response = StreamingHttpResponse(_body(allowed), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


class Hub:
    """The subscribers of one event loop and the task that listens for them; it lives while anybody
    subscribes.
    """

    def __init__(self) -> None:
        self.readers: dict[asyncio.Queue[Note | None], Allowed] = {}
        self.task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    def join(self, allowed: Allowed) -> asyncio.Queue[Note | None]:
        """Add a reader."""
        queue: asyncio.Queue[Note | None] = asyncio.Queue(QUEUE_LENGTH)
        self.readers[queue] = allowed
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._listen())
        return queue

    def leave(self, queue: asyncio.Queue[Note | None]) -> None:
        """Remove a reader; the last one ends the listening."""
        self.readers.pop(queue, None)
        if not self.readers and self.task is not None:
            self.task.cancel()
            self.task = None
            self.listening.clear()

    def tell(self, note: Note | None) -> None:
        """Hand a note (None: ``resync``) to every reader it is for; whoever is full is dropped."""
        for queue, allowed in list(self.readers.items()):
            if note is None or allowed(note):
                self._put(queue, note)

    def _put(self, queue: asyncio.Queue[Note | None], note: Note | None) -> None:
        try:
            queue.put_nowait(note)
        except asyncio.QueueFull:
            self.readers.pop(queue, None)  # its body notices and ends

    async def _listen(self) -> None:
        failures = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(parameters(), autocommit=True) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    if failures:
                        self.tell(None)
                    failures = 0
                    self.listening.set()
                    async for heard in listener.notifies():
                        self.tell(_parse(heard.payload))
            except (psycopg.Error, OSError) as error:
                self.listening.clear()
                log.warning("live listener lost the database, trying again: %s", type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS[min(failures, len(RECONNECT_SECONDS) - 1)])
                failures += 1


def parameters() -> str:
    """What libpq is told for the listener: all of DATABASE_URL, so that ``sslmode`` holds here too.

    What Django adds for its own connections (pool, cursor class) is no business of libpq and stays behind.
    """
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = connections["default"].get_connection_params()
    return make_conninfo(**{name: value for name, value in given.items() if name in known})


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


def _parse(payload: str) -> Note:
    topic, thing, unit = json.loads(payload)
    return Note(topic, uuid.UUID(thing), uuid.UUID(unit) if unit else None)


async def _body(allowed: Allowed) -> AsyncIterator[bytes]:
    # The request's own database connection would stay taken for as long as the page is open.
    await sync_to_async(connections.close_all)()
    here = hub()
    queue = here.join(allowed)
    try:
        await asyncio.wait_for(here.listening.wait(), PING_SECONDS)
        yield b": listening\n\n"
        end = asyncio.get_running_loop().time() + LONGEST_SECONDS
        while (queue in here.readers or not queue.empty()) and asyncio.get_running_loop().time() < end:
            try:
                note = await asyncio.wait_for(queue.get(), PING_SECONDS)
            except TimeoutError:
                yield b": ping\n\n"
            else:
                yield _frame(note)
    except TimeoutError:
        return  # no database for a while: let the browser come again
    finally:
        here.leave(queue)


def _frame(note: Note | None) -> bytes:
    if note is None:
        return b"event: resync\ndata: {}\n\n"
    return f"event: {note.topic}\ndata: {json.dumps({'id': str(note.id)})}\n\n".encode()
