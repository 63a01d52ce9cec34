"""A mailbox over IMAP4rev1: TLS as the bank has it, every step within a time limit, named failures."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.imap.names import quoted
from bole.ports.errors import PortError
from bole.ports.mailbox import Account, Letter

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SECURITY = frozenset({"tls", "starttls", "none"})
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(slots=True)
class ImapInbox:
    """An open folder. Letters are fetched without setting the seen mark."""

    connection: imaplib.IMAP4
    able: frozenset[str]
    made: set[str] = field(default_factory=set)

    def letters(self, *, most: int, max_bytes: int) -> Iterator[Letter]:
        """See ``Inbox``: the size is asked before the bytes."""
        _status, found = self._uid("SEARCH", "UNDELETED")
        numbers = found[0] if found and isinstance(found[0], bytes) else b""
        for uid in numbers.split()[:most]:
            number = uid.decode()
            yield Letter(number, self._raw(number) if self._size(number) <= max_bytes else None)

    def move(self, uid: str, folder: str) -> None:
        """By MOVE where the server has it (RFC 6851); else copy, mark, expunge."""
        name = quoted(folder)
        if folder not in self.made:
            with suppress(imaplib.IMAP4.error):  # it is there already
                self.connection.create(name)
            self.made.add(folder)
        if "MOVE" in self.able:
            self._uid("MOVE", uid, name)
            return
        self._uid("COPY", uid, name)
        self._uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.able:  # RFC 4315: what others marked stays
            self._uid("EXPUNGE", uid)
        else:
            self.connection.expunge()

    def _size(self, uid: str) -> int:
        _status, found = self._uid("FETCH", uid, "(RFC822.SIZE)")
        size = _SIZE.search(found[0] if found and isinstance(found[0], bytes) else b"")
        return int(size[1]) if size else 0

    def _raw(self, uid: str) -> bytes:
        _status, found = self._uid("FETCH", uid, "(BODY.PEEK[])")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def _uid(self, command: str, *words: str) -> tuple[str, list[bytes | tuple[bytes, bytes] | None]]:
        status, found = self.connection.uid(command, *words)
        if status != "OK":
            raise PortError(f"the server refused {command}", code="mailbox_folder")
        return status, list(found)


@dataclass(frozen=True, slots=True)
class ImapReader:
    """MailboxReader over IMAP. ``ca_file``: the bank's own authority."""

    ca_file: str = ""
    timeout: float = 20.0

    @contextmanager
    def open(self, account: Account) -> Iterator[ImapInbox]:
        """See ``MailboxReader``."""
        if account.security not in SECURITY:
            raise ImproperlyConfigured(f"security is one of {', '.join(sorted(SECURITY))}")
        if account.security == "none" and account.host not in LOOPBACK:
            raise PortError("a password would go over the network in the clear", code="mailbox_tls")
        with _failures_named():
            connection = self._connected(account)
            try:
                _log_in(connection, account)
                able = _abilities(connection)
                _introduce(connection, able)
                status, _found = connection.select(quoted(account.folder))
                if status != "OK":
                    raise PortError("there is no such folder", code="mailbox_folder")
                yield ImapInbox(connection, able)
            finally:
                with suppress(OSError, imaplib.IMAP4.error):
                    connection.logout()

    def _connected(self, account: Account) -> imaplib.IMAP4:
        if account.security == "tls":
            return imaplib.IMAP4_SSL(
                account.host, account.port, ssl_context=self._tls(), timeout=self.timeout
            )
        connection = imaplib.IMAP4(account.host, account.port, timeout=self.timeout)
        if account.security == "starttls":
            connection.starttls(self._tls())
        return connection

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def _log_in(connection: imaplib.IMAP4, account: Account) -> None:
    try:
        connection.login(account.user, account.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise PortError("the server refused user or password", code="mailbox_login") from error


def _abilities(connection: imaplib.IMAP4) -> frozenset[str]:
    """What the server can do now: many tell the whole list only to who has logged in."""
    _status, found = connection.capability()
    words = found[0].decode("ascii", "replace").upper().split() if found and found[0] else []
    return frozenset(words)


def _introduce(connection: imaplib.IMAP4, able: frozenset[str]) -> None:
    """Say who we are (RFC 2971): some providers open no folder to a client that does not."""
    if "ID" in able:
        with suppress(imaplib.IMAP4.error):
            connection.xatom("ID", '("name" "bole")')


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except PortError:
        raise
    except ssl.SSLError as error:
        raise PortError("no safe connection to the mailbox", code="mailbox_tls") from error
    except (imaplib.IMAP4.error, OSError) as error:
        raise PortError("the mailbox does not answer", code="mailbox_down", retryable=True) from error


def reader() -> ImapReader:
    """By the settings."""
    return ImapReader(ca_file=settings.IMAP_CA_FILE)
