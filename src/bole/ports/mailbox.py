"""Looking into a mailbox of the bank: the letters that wait, and a folder for each when it was dealt with."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is. ``security``: tls, starttls, or none (loopback only)."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    security: str = "tls"


@dataclass(frozen=True, slots=True)
class Letter:
    """One waiting letter: its number in the mailbox, and its bytes as they arrived; None when longer than
    the limit asked for."""

    uid: str
    raw: bytes | None


class Inbox(Protocol):
    """An open mailbox."""

    def letters(self, *, most: int, max_bytes: int) -> Iterator[Letter]:
        """The oldest ``most`` letters, one after the other."""
        ...

    def move(self, uid: str, folder: str) -> None:
        """Put a letter into another folder, which is made when it is not there."""
        ...


class MailboxReader(Protocol):
    """Opens mailboxes; every failure is a PortError (retryable or not)."""

    def open(self, account: Account) -> AbstractContextManager[Inbox]:
        """Log in and choose the folder. Codes: mailbox_login, mailbox_tls, mailbox_folder, mailbox_down."""
        ...
