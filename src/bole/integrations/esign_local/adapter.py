"""Seals in this process, with a certificate whose key this installation holds."""

import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bole.integrations.esign_pades import certificates, checking, sealing
from bole.integrations.esign_pades.stamping import HttpStamper
from bole.ports.errors import PortError
from bole.ports.esign import Certificate, Check, OwnAuthority, Seal, SealOrder


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate, its key (PKCS#8 DER) and the others of its chain."""

    leaf: x509.Certificate
    key: bytes = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalSealer:
    """Sealer over a key in memory. ``stamp_url``: a time-stamp authority, empty for none."""

    held: Held
    anchors: tuple[bytes, ...]
    stamp_url: str = ""
    name: str = "local"

    def certificate(self) -> Certificate:
        """See Sealer."""
        return certificates.facts(self.held.leaf)

    def roots(self) -> tuple[bytes, ...]:
        """See Sealer."""
        return self.anchors

    def seal(self, order: SealOrder) -> Seal:
        """See Sealer."""
        facts = self.certificate()
        if not facts.valid_from <= order.at <= facts.valid_until:
            raise PortError(f"the certificate is not valid on {_day(order.at)}", code="seal_expired")
        known = SimpleCertificateStore()
        for one in self.held.chain:
            known.register(certificates.for_pyhanko(one))
        signer = SimpleSigner(
            certificates.for_pyhanko(self.held.leaf), asn1.PrivateKeyInfo.load(self.held.key), known
        )
        stamper = HttpStamper(self.stamp_url) if self.stamp_url else None
        room = sealing.ROOM_WITH_STAMP if stamper else None
        return sealing.seal(order, sealing.Means(signer, facts, stamper, room))

    def check(self, pdf: bytes) -> Check:
        """See Sealer."""
        return checking.check(pdf, self.anchors)


def sealer(own: OwnAuthority | None = None) -> LocalSealer:
    """The bank's certificate of the settings; without one, the bank's own test authority."""
    options = settings.SEAL
    if options["certificate"]:
        held = from_files(Path(options["certificate"]), options["key"], options["passphrase"])
        anchors = _file(Path(options["roots"])) if options["roots"] else _top(held)
    elif own is not None:
        held = _loaded(lambda: _of_pem(own.certificate + _first(own.root), own.key, None))
        anchors = own.root
    else:
        raise PortError("no certificate to seal with; see `bole signing init`", code="seal_unset")
    stamp_roots = (_file(Path(options["stamp_roots"])),) if options["stamp_roots"] else ()
    return LocalSealer(held, (anchors, *stamp_roots), options["stamp_url"])


def from_files(certificate: Path, key: str, passphrase: str) -> Held:
    """A PKCS#12 file; or a PEM file with the chain, leaf first, and a PEM file with the key.

    PortError ``seal_key`` for what is missing, damaged, readable by others or needs another passphrase.
    """
    secret = passphrase.encode() or None
    if key:
        chain, private = _file(certificate), _file(Path(key), private=True)
        return _loaded(lambda: _of_pem(chain, private, secret))
    packed = _file(certificate, private=True)
    return _loaded(lambda: _of_pkcs12(packed, secret))


def _loaded(read: Callable[[], Held]) -> Held:
    try:
        return read()
    except (ValueError, TypeError, IndexError) as error:
        raise PortError("the certificate or its key cannot be opened", code="seal_key") from error


def _of_pem(chain: bytes, key: bytes, secret: bytes | None) -> Held:
    leaf, *others = certificates.from_pem(chain)
    return _fitting(leaf, serialization.load_pem_private_key(key, secret), others)


def _of_pkcs12(packed: bytes, secret: bytes | None) -> Held:
    found = pkcs12.load_pkcs12(packed, secret)
    if found.key is None or found.cert is None:
        raise ValueError("no key, or no certificate of its own")
    others = [one.certificate for one in found.additional_certs]
    return _fitting(found.cert.certificate, found.key, others)


def _fitting(leaf: x509.Certificate, key: Any, others: list[x509.Certificate]) -> Held:
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != leaf.public_key().public_bytes(*form):
        raise ValueError("the key belongs to another certificate")
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Held(leaf, plain, tuple(others))


def _first(roots: bytes) -> bytes:
    return certificates.from_pem(roots)[0].public_bytes(serialization.Encoding.PEM)


def _top(held: Held) -> bytes:
    """The chain's own root; where none came with it, the certificate stands for itself."""
    own = [one for one in (*held.chain, held.leaf) if one.issuer == one.subject] or [held.leaf]
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in own)


def _file(path: Path, *, private: bool = False) -> bytes:
    try:
        if private and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise PortError(f"{path} can be read by others; set its mode to 0600", code="seal_key")
        return path.read_bytes()
    except OSError as error:
        raise PortError(f"cannot read {path}: {error.strerror}", code="seal_key") from error


def _day(at: datetime) -> str:
    return at.date().isoformat()
