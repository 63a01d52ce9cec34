"""HTTPS on the local network with an authority of our own, so that a phone opens its camera.

The authority's key never leaves ``var/lan``; it may sign for private addresses only, and every phone that
shall trust it must be told so by hand.
"""

from __future__ import annotations

import datetime
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bole.kernel.errors import InvalidError

AUTHORITY_DAYS, SERVER_DAYS = 730, 90  # phones refuse server certificates of more than 825 days
RENEW_DAYS = 14
NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files for the web server, and the authority's certificate to install on the phone."""

    certificate: Path
    key: Path
    authority: Path


def addresses() -> list[str]:
    """The private IPv4 addresses of this machine, those of real interfaces first."""
    found = [
        entry.address
        for name, entries in sorted(psutil.net_if_addrs().items())
        for entry in entries
        if entry.family == socket.AF_INET and psutil.net_if_stats()[name].isup
    ]
    private = [
        a for a in found if ipaddress.ip_address(a).is_private and not ipaddress.ip_address(a).is_loopback
    ]
    if not private:
        raise InvalidError("this machine has no address on a local network; connect it and try again")
    return private


def certificate_for(hosts: Sequence[str], folder: Path, now: datetime.datetime) -> Certificate:
    """A server certificate for ``hosts``; both certificates are made anew when missing, old or for others."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    files = Certificate(folder / "server.pem", folder / "server.key", folder / "bole-authority.crt")
    authority_key = folder / "authority.key"
    if not _may_sign(files.authority, hosts, now) or not authority_key.exists():
        _make_authority(files.authority, authority_key, hosts, now)
        files.certificate.unlink(missing_ok=True)
    if not _valid(files.certificate, hosts, now):
        _make_server(files, authority_key, hosts, now)
    return files


def _valid(path: Path, hosts: Sequence[str], now: datetime.datetime) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    if certificate.not_valid_after_utc < now + datetime.timedelta(days=RENEW_DAYS):
        return False
    if not hosts:
        return True
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(ip) for ip in names.get_values_for_type(x509.IPAddress)} >= set(hosts)


def _may_sign(path: Path, hosts: Sequence[str], now: datetime.datetime) -> bool:
    """Whether the authority lives on and its constraint holds all of ``hosts``: phones check that."""
    if not _valid(path, [], now):
        return False
    authority = x509.load_pem_x509_certificate(path.read_bytes())
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = [
        tree.value
        for tree in limits.permitted_subtrees or []
        if isinstance(tree.value, ipaddress.IPv4Network | ipaddress.IPv6Network)
    ]
    return all(any(ipaddress.ip_address(host) in network for network in permitted) for host in hosts)


def _networks(hosts: Sequence[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The private networks, and each of ``hosts`` outside them by itself."""
    known = list(NETWORKS)
    strange = [h for h in hosts if not any(ipaddress.ip_address(h) in network for network in known)]
    return [*known, *(ipaddress.ip_network(host) for host in strange)]


def _make_authority(path: Path, key_path: Path, hosts: Sequence[str], now: datetime.datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"bole on {socket.gethostname()}")
    networks = _networks(hosts)
    builder = (
        _builder(name, name, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints([x509.IPAddress(n) for n in networks], None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    _write_key(key_path, key)
    path.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def _make_server(
    files: Certificate, authority_key: Path, hosts: Sequence[str], now: datetime.datetime
) -> None:
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    signer = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host)) for host in hosts])
    builder = (
        _builder(_name(hosts[0]), authority.subject, key.public_key(), now, SERVER_DAYS)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    _write_key(files.key, key)
    files.certificate.write_bytes(
        builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + files.authority.read_bytes()
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    never = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    signs = signs_certificates
    return x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, **never)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def qr_lines(url: str) -> str:
    """A QR code of ``url`` for the terminal."""
    import io

    import segno

    out = io.StringIO()
    segno.make(url, error="m").terminal(out=out, compact=True)
    return out.getvalue()


def instructions(url: str, authority: Path) -> str:
    """What to do once with each phone."""
    return f"""{qr_lines(url)}
On the phone, in the same network: {url}
The phone must trust this machine once (a camera opens on trusted pages only):
  1. send {authority} to the phone (mail, cable)
  2. Android: Settings > Security > Install a certificate > CA certificate
     iPhone:  open the file, Settings > Profile downloaded > Install,
              then General > About > Certificate Trust Settings > switch it on
  3. open the address above again
Take the certificate off the phone when the trial is over."""
