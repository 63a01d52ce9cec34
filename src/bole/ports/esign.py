"""Sealing a PDF with the bank's certificate, and checking a sealed one.

A seal is an advanced electronic signature over the whole file (PAdES, ETSI EN 319 142-1). Who the certificate
belongs to, and whether a court takes it for more than that, is decided by who issued it, never here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Level = Literal["B-B", "B-T"]
"""B-B: the bank's own time. B-T: a time stamp of an authority beside it."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where the seal is seen: page from 0 and corners in points from the bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who seals. ``sha256`` of the DER, in hex; ``test``: made by the bank's own test authority."""

    subject: str
    issuer: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_until: datetime
    test: bool = False


@dataclass(frozen=True, slots=True)
class SealOrder:
    """One file to seal. ``reference`` is ours and opaque: asking twice with it is one order.

    ``appearance`` is a PDF of one page, drawn into ``box``; ``reason`` and ``location`` stand readable in the
    file; ``at`` is the time the signature claims.
    """

    pdf: bytes
    reference: str
    reason: str
    location: str
    box: Box
    appearance: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """The sealed file. ``signature_sha256``: of the signature container (CMS) inside it, in hex."""

    pdf: bytes
    certificate: Certificate
    level: Level
    signature_sha256: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a file's last signature proves. Without a signature ``certificate`` is None.

    ``intact``: the signed bytes are as they were; ``whole``: and they are the whole file; ``trusted``: the
    certificate leads to a root that was given and was valid at the time of signing. ``covered``: how many
    bytes from the start the signature speaks for; ``stamped_at``: an authority's time, None without one.
    """

    intact: bool
    whole: bool
    trusted: bool
    certificate: Certificate | None
    signed_at: datetime | None
    stamped_at: datetime | None
    covered: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OwnAuthority:
    """PEM of the bank's own test roots, newest first; of the newest one's certificate and key."""

    root: bytes
    certificate: bytes
    key: bytes = field(repr=False)


class Sealer(Protocol):
    """Seals. PortError codes: ``seal_unset`` (no certificate is configured), ``seal_key`` (its key cannot be
    opened), ``seal_expired``, ``seal_refused``, ``seal_bad_reply``, ``pdf_unreadable``; retryable:
    ``seal_down``, ``seal_timeout``, ``seal_busy``, ``stamp_down`` (the time-stamp authority).
    """

    name: str

    def certificate(self) -> Certificate:
        """The one that would seal now."""
        ...

    def roots(self) -> tuple[bytes, ...]:
        """Certificates (PEM) a sealed file is checked against."""
        ...

    def seal(self, order: SealOrder) -> Seal:
        """Seal one file."""
        ...

    def check(self, pdf: bytes) -> Check:
        """Check a file against ``roots``. Never raises for a bad file: ``problem`` says what is wrong."""
        ...
