"""The adapter against a real server, Debian's dovecot-imapd: TLS, STARTTLS, moving, refusals."""

import datetime
import ipaddress
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bole.integrations.imap.adapter import ImapReader
from bole.integrations.imap.names import encoded
from bole.integrations.imap.tests.dovecot import PASSWORD, USER, Dovecot
from bole.ports.errors import PortError
from bole.ports.mailbox import Account

LETTERS = {
    "1": b"Subject: =?utf-8?B?5bqU6IGY?=\r\nMessage-ID: <1@example.org>\r\n\r\nfirst\r\n",
    "2": b"Subject: large\r\n\r\n" + b"x" * 3000 + b"\r\n",
    "3": b"Subject: three\r\n\r\nlast\r\n",
}


def _certified(folder: Path) -> tuple[Path, Path]:
    """(certificate of its own authority for this machine, key), valid around today."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    return certificate, secret


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Dovecot, Path]]:
    """The server and its certificate."""
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        certificate, key = _certified(Path(folder))
        with Dovecot(Path(folder), certificate, key) as running:
            yield running, certificate


def _account(port: int, security: str, password: str = PASSWORD, folder: str = "INBOX") -> Account:
    return Account(
        host="127.0.0.1", port=port, security=security, user=USER, password=password, folder=folder
    )


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_letters_are_read_unmarked_and_moved(server: tuple[Dovecot, Path], security: str) -> None:
    running, certificate = server
    port = running.safe if security == "tls" else running.plain
    for name, letter in LETTERS.items():
        running.put(f"{name}.{security}", letter)
    done, failed = f"已处理 {security}", f"Failed & {security}"
    with ImapReader(ca_file=str(certificate)).open(_account(port, security)) as inbox:
        found = list(inbox.letters(most=10, max_bytes=1000))
        assert sorted(one.raw or b"" for one in found) == sorted([b"", LETTERS["1"], LETTERS["3"]])
        assert [flags for _, flags in running.held()] == ["", "", ""]  # nobody's mail looks read
        assert len(list(inbox.letters(most=2, max_bytes=1000))) == 2
        for one in found:
            inbox.move(one.uid, done if one.raw else failed)
        assert list(inbox.letters(most=10, max_bytes=1000)) == []
    held = {name: [letter for letter, _ in running.held(encoded(name))] for name in ("", done, failed)}
    assert held == {"": [], done: sorted([LETTERS["1"], LETTERS["3"]]), failed: [LETTERS["2"]]}
    with ImapReader(ca_file=str(certificate)).open(_account(port, security, folder=done)) as inbox:
        assert len(list(inbox.letters(most=10, max_bytes=1000))) == 2  # a folder with such a name opens


def test_refusals_have_names(server: tuple[Dovecot, Path]) -> None:
    running, certificate = server
    known, safe = ImapReader(ca_file=str(certificate)), running.safe
    cases = [
        (known, _account(safe, "tls", password="guess"), "mailbox_login"),
        (known, _account(safe, "tls", folder="Nowhere"), "mailbox_folder"),
        (ImapReader(), _account(safe, "tls"), "mailbox_tls"),  # an authority nobody knows
        (ImapReader(), _account(running.plain, "starttls"), "mailbox_tls"),
    ]
    for reader, account, code in cases:
        with pytest.raises(PortError) as failed, reader.open(account):
            pass
        assert failed.value.code == code
