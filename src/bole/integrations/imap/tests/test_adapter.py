"""The adapter over real sockets: letters are read unmarked, moved with and without MOVE, failures named."""

import socket

import pytest

from bole.integrations.imap.adapter import ImapReader
from bole.integrations.imap.tests.server import Folders, Server
from bole.ports.errors import PortError
from bole.ports.mailbox import Account, Letter

LETTERS = (b"Subject: one\r\n\r\nfirst", b"Subject: two\r\n\r\n" + b"x" * 500, b"Subject: three\r\n\r\nlast")


def account(port: int, **more: str) -> Account:
    facts = {"host": "127.0.0.1", "user": "hr", "password": "se cret", "security": "none", **more}
    return Account(port=port, **facts)


@pytest.mark.parametrize("move", [True, False])
def test_letters_are_read_and_moved(move: bool) -> None:
    folders = Folders(move=move)
    folders.put(*LETTERS)
    with Server(folders) as server, ImapReader().open(account(server.port)) as inbox:
        found = list(inbox.letters(most=10, max_bytes=100))
        assert found == [Letter("1", LETTERS[0]), Letter("2", None), Letter("3", LETTERS[2])]
        assert [letter.uid for letter in inbox.letters(most=2, max_bytes=100)] == ["1", "2"]
        inbox.move("1", "Done")
        inbox.move("3", "Done")
        inbox.move("2", "Failed")
    assert {name: sorted(held) for name, held in folders.held.items()} == {
        "INBOX": [], "Done": [1, 3], "Failed": [2],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"password": "guess"}, "mailbox_login"),
        ({"folder": "Nowhere"}, "mailbox_folder"),
        ({"folder": "收件箱"}, "mailbox_folder"),
        ({"folder": "INBOX\r\nA1 DELETE"}, "mailbox_folder"),
        ({"host": "203.0.113.7"}, "mailbox_tls"),
        ({"security": "tls"}, "mailbox_tls"),
    ],
)
def test_failures_have_names(more: dict[str, str], code: str) -> None:
    with Server(Folders()) as server, pytest.raises(PortError) as failed:
        with ImapReader(timeout=5).open(account(server.port, **more)):
            pass
    assert failed.value.code == code


def test_nobody_there_may_be_tried_again() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(PortError) as failed, ImapReader(timeout=5).open(account(port)):
        pass
    assert (failed.value.code, failed.value.retryable) == ("mailbox_down", True)
