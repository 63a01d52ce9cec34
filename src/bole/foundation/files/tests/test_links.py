"""Who may open a stored file, and how it is served."""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import AsyncClient, Client
from tests.support.bank import Bank, log_in

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.queries import actor_for
from bole.foundation.audit.models import AuditLine
from bole.foundation.files import links, services
from bole.foundation.files.models import FileOpening, StoredFile
from bole.foundation.files.tests.conftest import NOW, Sender, webm
from bole.kernel.clock import utc_now
from bole.kernel.ids import new_id

DATA = webm(1_300_000)


@pytest.fixture
def stored(new_sender: Callable[[], Sender], files_dir: Path) -> StoredFile:
    person = new_sender()
    with acting_as(person.actor):
        return person.store(DATA, 700_000)


class Visitor:
    """A bank user with a browser."""

    def __init__(
        self, bank: Bank, role: str = "head_office_hr", unit: Any = None, name: str = "visitor"
    ) -> None:
        self.client = Client()
        self.user = bank.user(role, unit or bank.head, name)
        log_in(self.client, self.user)

    def link(self, file: StoredFile, seconds: int = 600) -> str:
        request = HttpRequest()
        request.session = SessionStore(self.client.session.session_key)
        request.actor = actor_for(self.user)  # type: ignore[attr-defined]
        return links.url_for(request, file.pk, seconds)


@pytest.fixture
def visitor(bank: Bank) -> Visitor:
    return Visitor(bank)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def verbs() -> list[str]:
    with system_scope("test"):
        return [line.verb for line in AuditLine.objects.order_by("id")]


def test_the_whole_file(visitor: Visitor, stored: StoredFile) -> None:
    response = visitor.client.get(visitor.link(stored))
    assert response.status_code == 200
    assert body(response) == DATA
    assert response["Content-Type"] == "video/webm"
    assert response["Content-Length"] == str(len(DATA))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == f'inline; filename="recording-{stored.pk}.webm"'


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=1048570-1048590", 1048570, 1048591),
        ("bytes=-7", len(DATA) - 7, len(DATA)),
    ],
)
def test_a_range(visitor: Visitor, stored: StoredFile, header: str, start: int, stop: int) -> None:
    response = visitor.client.get(visitor.link(stored), headers={"Range": header})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/{len(DATA)}"
    assert body(response) == DATA[start:stop]


def test_a_range_behind_the_end(visitor: Visitor, stored: StoredFile) -> None:
    response = visitor.client.get(visitor.link(stored), headers={"Range": f"bytes={len(DATA)}-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(DATA)}"


def test_if_range_of_another_version_gives_the_whole(visitor: Visitor, stored: StoredFile) -> None:
    response = visitor.client.get(visitor.link(stored), headers={"Range": "bytes=0-1", "If-Range": '"old"'})
    assert response.status_code == 200


def test_head_sends_no_byte(visitor: Visitor, stored: StoredFile) -> None:
    response = visitor.client.head(visitor.link(stored))
    assert (response.status_code, response["Content-Length"], body(response)) == (200, str(len(DATA)), b"")


def test_other_methods_are_refused(visitor: Visitor, stored: StoredFile) -> None:
    assert visitor.client.post(visitor.link(stored)).status_code == 405


def test_each_link_is_audited_once(visitor: Visitor, stored: StoredFile) -> None:
    first, second = visitor.link(stored), visitor.link(stored)
    for _seek in range(3):
        visitor.client.get(first, headers={"Range": "bytes=5-9"})
    assert verbs().count("files.file.opened") == 1
    visitor.client.get(second, headers={"Range": "bytes=5-9"})
    assert verbs().count("files.file.opened") == 2
    with system_scope("test"):
        assert FileOpening.objects.count() == 2
        line = AuditLine.objects.filter(verb="files.file.opened").first()
        assert line is not None
        assert (line.actor_id, line.object_id) == (visitor.user.pk, stored.pk)


def test_an_expired_link_is_refused(visitor: Visitor, stored: StoredFile) -> None:
    assert visitor.client.get(visitor.link(stored, seconds=0)).status_code == 403
    assert "access.request.denied" in verbs()


def test_a_forwarded_link_opens_for_nobody_else(bank: Bank, visitor: Visitor, stored: StoredFile) -> None:
    link = visitor.link(stored)
    colleague = Visitor(bank, name="colleague")
    assert colleague.client.get(link).status_code == 403
    assert Client().get(link).status_code == 404
    assert verbs().count("files.file.opened") == 0


def test_a_link_ends_with_its_session(visitor: Visitor, stored: StoredFile) -> None:
    link = visitor.link(stored)
    other = Client()
    log_in(other, visitor.user)
    assert other.get(link).status_code == 403
    visitor.client.logout()
    assert visitor.client.get(link).status_code == 404


def test_a_link_gives_no_right_the_database_denies(bank: Bank, stored: StoredFile) -> None:
    outsider = Visitor(bank, "branch_hr", bank.west, "west")
    assert outsider.client.get(outsider.link(stored)).status_code == 403


def test_an_erased_file_is_gone(visitor: Visitor, stored: StoredFile) -> None:
    link = visitor.link(stored)
    with system_scope("test"):
        services.erase(file_id=stored.pk, now=NOW, reason="test")
    assert visitor.client.get(link).status_code == 403


@pytest.mark.parametrize(
    "token", ["x", "A" * 40, "A" * 118, "..%2f..%2fetc%2fpasswd", "é", "%00", "A" * 5000]
)
def test_junk_is_no_link(visitor: Visitor, token: str) -> None:
    assert Client().get(f"/files/{token}").status_code == 404
    assert visitor.client.get(f"/files/{token}").status_code in {403, 404}


def test_every_bit_of_a_link_is_signed() -> None:
    actor = Actor(kind="user", id=new_id())
    token = links.sign(new_id(), actor, 60)
    raw = bytearray(base64.urlsafe_b64decode(token + "=="))
    for at in range(len(raw)):
        raw[at] ^= 1
        with pytest.raises(links.LinkError):
            links.check(base64.urlsafe_b64encode(raw).decode().rstrip("="), actor)
        raw[at] ^= 1
    assert links.check(token, actor)


def test_a_link_is_bound_to_actor_session_and_time() -> None:
    candidate = Actor(kind="candidate", id=new_id(), candidate_id=new_id())
    file_id, now = new_id(), utc_now()
    token = links.sign(file_id, candidate, 60, session="s1", now=now)
    assert links.check(token, candidate, session="s1", now=now).file_id == file_id
    for actor, session, moment, code in [
        (Actor(kind="candidate", id=new_id(), candidate_id=new_id()), "s1", now, "link_foreign"),
        (Actor(kind="user", id=candidate.id), "s1", now, "link_foreign"),
        (candidate, "s2", now, "link_foreign"),
        (candidate, "", now, "link_foreign"),
        (candidate, "s1", now + timedelta(seconds=61), "link_expired"),
    ]:
        with pytest.raises(links.LinkError) as caught:
            links.check(token, actor, session=session, now=moment)
        assert caught.value.code == code


def test_nobody_gets_no_link() -> None:
    with pytest.raises(links.LinkError):
        links.sign(new_id(), Actor(kind="anonymous"), 60)


@pytest.mark.django_db(transaction=True)
async def test_ranges_stream_on_the_event_loop(
    bank: Bank, new_sender: Callable[[], Sender], files_dir: Path
) -> None:
    from asgiref.sync import sync_to_async

    def prepare() -> tuple[str, Any]:
        person = new_sender()
        with acting_as(person.actor):
            file = person.store(DATA, 700_000)
        visitor = Visitor(bank)
        return visitor.link(file), visitor.client.cookies

    link, cookies = await sync_to_async(prepare)()
    client = AsyncClient()
    client.cookies = cookies
    response = await client.get(link, headers={"Range": "bytes=1048000-1299999"})
    assert response.status_code == 206
    got = b"".join([piece async for piece in response.streaming_content])
    assert got == DATA[1048000:1300000]
