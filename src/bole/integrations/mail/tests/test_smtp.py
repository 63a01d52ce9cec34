"""The adapter against real SMTP servers on loopback."""

import datetime as dt
import email
import email.policy
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bole.integrations.mail.adapter import SmtpMail
from bole.integrations.mail.catcher import MailCatcher
from bole.ports.channel import Attachment
from bole.ports.errors import PortError
from bole.ports.mail import Mail

LOOPBACK = ipaddress.ip_address("127.0.0.1")  # a bare machine knows no name, not even localhost

MAIL = Mail("王小明 <wang@example.com>", "面试邀请", "您好\n", "<p>您好</p>\n", "ref-1")


def read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def smtp(port: int, **options: Any) -> SmtpMail:
    return SmtpMail("127.0.0.1", port, "伯乐 <hr@bank.example>", **{"timeout": 5, **options})


def test_a_mail_arrives_with_both_bodies(tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        smtp(catcher.port).send(MAIL)
        smtp(catcher.port).send(MAIL)
    first, second = sorted(tmp_path.glob("*.eml"))
    assert (first.name, second.name) == ("0001.eml", "0002.eml")
    message = read(first)
    assert message["Subject"] == "面试邀请"
    assert message["To"].addresses[0].addr_spec == "wang@example.com"
    assert message["Message-ID"] == "<ref-1@bank.example>"
    bodies = {part.get_content_type(): part.get_content().strip() for part in message.iter_parts()}
    assert bodies == {"text/plain": "您好", "text/html": "<p>您好</p>"}


def test_a_file_goes_with_a_mail(tmp_path: Path) -> None:
    body = "BEGIN:VCALENDAR\r\nSUMMARY:面试\r\nEND:VCALENDAR\r\n".encode()
    file = Attachment("invite.ics", "text/calendar; method=REQUEST; charset=utf-8", body)
    with MailCatcher(tmp_path) as catcher:
        smtp(catcher.port).send(replace(MAIL, attachments=(file,)))
    message = read(tmp_path / "0001.eml")
    [part] = list(message.iter_attachments())
    assert (part.get_filename(), part.get_content_type()) == ("invite.ics", "text/calendar")
    assert (part.get_param("method"), part.get_payload(decode=True)) == ("REQUEST", body)
    assert message.get_body(("plain",)) is not None


def test_the_catcher_goes_on_counting_after_a_restart(tmp_path: Path) -> None:
    for _run in range(2):
        with MailCatcher(tmp_path) as catcher:
            smtp(catcher.port).send(MAIL)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["0001.eml", "0002.eml"]


class Refusing:
    def __init__(self, at: str, reply: str) -> None:
        self.at, self.reply = at, reply

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.at == "RCPT":
            return self.reply
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.reply


class FreePort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def serve() -> Iterator[Any]:
    running: list[Controller] = []

    def start(handler: Any, **options: Any) -> int:
        controller = FreePort(handler, hostname="127.0.0.1", port=0, **options)
        controller.start()
        running.append(controller)
        return int(controller.server.sockets[0].getsockname()[1])

    yield start
    for controller in running:
        controller.stop()


@pytest.mark.parametrize(
    ("at", "reply", "code", "again"),
    [
        ("RCPT", "550 unknown", "mail_address", False),
        ("RCPT", "450 greylisted", "mail_address", True),
        ("DATA", "554 spam", "mail_refused", False),
        ("DATA", "452 full", "mail_refused", True),
    ],
)
def test_a_refusal_says_whether_to_try_again(serve: Any, at: str, reply: str, code: str, again: bool) -> None:
    port = serve(Refusing(at, reply))
    with pytest.raises(PortError) as caught:
        smtp(port).send(MAIL)
    assert (caught.value.code, caught.value.retryable) == (code, again)


def test_no_relay_can_be_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(PortError) as caught:
        smtp(port).send(MAIL)
    assert (caught.value.code, caught.value.retryable) == ("mail_down", True)


def test_a_silent_relay_ends_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(PortError) as caught:
            SmtpMail("127.0.0.1", silent.getsockname()[1], "hr@bank.example", timeout=0.2).send(MAIL)
    assert caught.value.code == "mail_down"


@pytest.mark.parametrize("to", ["wang@example.com\r\nBcc: all@example.com", "a\nb@example.com"])
def test_an_address_cannot_bring_header_lines(tmp_path: Path, to: str) -> None:
    with MailCatcher(tmp_path) as catcher, pytest.raises(PortError) as caught:
        smtp(catcher.port).send(Mail(to, "x", "x", "x", "r"))
    assert caught.value.code == "mail_address"
    assert not list(tmp_path.glob("*.eml"))


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(LOOPBACK)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "ca.pem", tmp_path / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, secret)
    return chain, context


class Keeping:
    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        return "250 ok"


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (b"bole", b"secret")
    return AuthResult(success=right, handled=False)


def test_starttls_with_login(serve: Any, certificate: tuple[Path, ssl.SSLContext]) -> None:
    ca, context = certificate
    kept = Keeping()
    port = serve(
        kept, tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate
    )
    smtp(port, security="starttls", ca_file=str(ca), user="bole", password="secret").send(MAIL)
    assert len(kept.mails) == 1
    with pytest.raises(PortError) as caught:
        # the server takes its time over a wrong password; to give up before it answers would be another fault
        refused = {"user": "bole", "password": "wrong", "timeout": 60}
        smtp(port, security="starttls", ca_file=str(ca), **refused).send(MAIL)
    assert caught.value.code == "mail_login"


def test_an_unknown_authority_is_not_trusted(serve: Any, certificate: tuple[Path, ssl.SSLContext]) -> None:
    kept = Keeping()
    port = serve(kept, tls_context=certificate[1])
    with pytest.raises(PortError) as caught:
        smtp(port, security="starttls").send(MAIL)
    assert caught.value.code == "mail_tls"
    assert not kept.mails


def test_tls_from_the_first_byte(serve: Any, certificate: tuple[Path, ssl.SSLContext]) -> None:
    ca, context = certificate
    kept = Keeping()
    port = serve(kept, ssl_context=context)
    smtp(port, security="tls", ca_file=str(ca)).send(MAIL)
    assert len(kept.mails) == 1


def test_the_password_is_in_no_repr() -> None:
    assert "secret" not in repr(smtp(25, user="bole", password="secret"))
