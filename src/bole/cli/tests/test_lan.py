"""The local authority: a client that trusts it accepts our certificate, and only for our addresses."""

import datetime
import socket
import ssl
import threading
from pathlib import Path

import pytest

from bole.cli import lan

NOW = datetime.datetime.now(datetime.UTC)


def handshake(files: lan.Certificate, name: str) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files.certificate, files.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            plain, _ = listener.accept()
            try:
                server.wrap_socket(plain, server_side=True).close()
            except OSError:
                plain.close()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            client = ssl.create_default_context(cafile=str(files.authority))
            with socket.create_connection(listener.getsockname()) as plain:
                client.wrap_socket(plain, server_hostname=name).close()
        finally:
            thread.join()


def test_trusted_for_its_addresses_only(tmp_path: Path) -> None:
    files = lan.certificate_for(["192.168.7.7", "127.0.0.1"], tmp_path, NOW)
    handshake(files, "127.0.0.1")
    handshake(files, "192.168.7.7")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(files, "192.168.7.8")


def test_keys_are_private_and_the_authority_stays(tmp_path: Path) -> None:
    files = lan.certificate_for(["192.168.7.7"], tmp_path, NOW)
    authority, server = files.authority.read_bytes(), files.certificate.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.key")} == {0o600}
    assert lan.certificate_for(["192.168.7.7"], tmp_path, NOW).certificate.read_bytes() == server
    moved = lan.certificate_for(["192.168.7.9"], tmp_path, NOW)
    assert moved.certificate.read_bytes() != server
    assert moved.authority.read_bytes() == authority


def test_an_address_outside_the_usual_networks_is_trusted_too(tmp_path: Path) -> None:
    """Its authority must permit it; one made earlier, for other addresses, does not and is made anew."""
    earlier = lan.certificate_for(["192.168.7.7"], tmp_path, NOW).authority.read_bytes()
    files = lan.certificate_for(["192.0.2.2", "127.0.0.1"], tmp_path, NOW)
    handshake(files, "192.0.2.2")
    handshake(files, "127.0.0.1")
    assert files.authority.read_bytes() != earlier


def test_certificate_is_renewed_before_it_ends(tmp_path: Path) -> None:
    server = lan.certificate_for(["192.168.7.7"], tmp_path, NOW).certificate.read_bytes()
    later = NOW + datetime.timedelta(days=lan.SERVER_DAYS - lan.RENEW_DAYS + 1)
    assert lan.certificate_for(["192.168.7.7"], tmp_path, later).certificate.read_bytes() != server


def test_qr_code_is_drawn() -> None:
    assert len(lan.qr_lines("https://192.168.7.7:8443").splitlines()) > 10
