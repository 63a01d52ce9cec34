"""A signing service that speaks the contract of docs/how-to/sign-documents.md: hash out, CMS back."""

import asyncio
import functools
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from asn1crypto import algos, cms
from cryptography import x509
from django.conf import settings
from pyhanko.sign.signers import ExternalSigner

from bole.integrations.esign_pades import certificates, checking, sealing
from bole.integrations.esign_remote import wire
from bole.ports.errors import PortError
from bole.ports.esign import Certificate, Check, OwnAuthority, Seal, SealOrder

MOST_BYTES = 256 * 1024


@dataclass(frozen=True)
class Service:
    """The two requests of the contract."""

    url: str
    key: str = field(repr=False)
    timeout: float = 20.0

    def chain(self) -> list[x509.Certificate]:
        """The certificate that signs now, and its issuers."""
        return wire.chain(self._ask("GET", "/certificate"))

    def signature(self, reference: str, digest: bytes, at: datetime) -> cms.ContentInfo:
        """The container over ``digest``."""
        return wire.container(self._ask("POST", "/signatures", wire.order(reference, digest, at)), digest)

    def _ask(self, method: str, path: str, body: object = None) -> bytes:
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            with httpx.Client(timeout=self.timeout, trust_env=False, follow_redirects=False) as client:
                return _read(client.request(method, self.url + path, content=content, headers=headers))
        except httpx.TimeoutException as error:
            raise PortError(
                "the signing service took too long", code="seal_timeout", retryable=True
            ) from error
        except httpx.HTTPError as error:
            raise PortError(
                "the signing service does not answer", code="seal_down", retryable=True
            ) from error


@dataclass(frozen=True)
class RemoteSealer:
    """Sealer over a service. Its word is not enough: the sealed file must hold against ``anchors``."""

    service: Service
    anchors: tuple[bytes, ...]
    name: str = "remote"

    @functools.cached_property
    def _chain(self) -> list[x509.Certificate]:
        return self.service.chain()

    def certificate(self) -> Certificate:
        """See Sealer."""
        return certificates.facts(self._chain[0])

    def roots(self) -> tuple[bytes, ...]:
        """See Sealer."""
        return self.anchors

    def seal(self, order: SealOrder) -> Seal:
        """See Sealer."""
        facts = self.certificate()
        if not facts.valid_from <= order.at <= facts.valid_until:
            raise PortError("the service's certificate is not valid now", code="seal_expired")
        signer = _Asking(self.service, order, self._chain[0])
        made = sealing.seal(order, sealing.Means(signer, facts, None, sealing.ROOM_WITH_STAMP))
        proof = self.check(made.pdf)
        if not (proof.whole and proof.trusted and proof.certificate == facts):
            raise wire.bad(f"the seal does not hold ({proof.problem or 'another certificate'})")
        return replace(made, level="B-T" if proof.stamped_at else "B-B")

    def check(self, pdf: bytes) -> Check:
        """See Sealer."""
        return checking.check(pdf, self.anchors)


class _Asking(ExternalSigner):
    """Leaves the whole container to the service; pyHanko only lays it into the file."""

    def __init__(self, service: Service, order: SealOrder, leaf: x509.Certificate) -> None:
        mechanism = algos.SignedDigestAlgorithm(
            {"algorithm": "sha256_ecdsa"}
        )  # never used: nothing is signed here
        super().__init__(certificates.for_pyhanko(leaf), None, signature_mechanism=mechanism)
        self.service, self.order = service, order

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, *_args: Any, **_more: Any) -> Any:
        """See Signer: the digest of the file's signed ranges → the container."""
        assert digest_algorithm == sealing.DIGEST
        at = self.order.at.astimezone(UTC)
        return await asyncio.to_thread(self.service.signature, self.order.reference, data_digest, at)


def sealer(_own: OwnAuthority | None = None) -> RemoteSealer:
    """The service of the settings. PortError ``seal_unset``, ``seal_key``."""
    options = settings.SEAL
    if not options["service_url"] or not options["roots"]:
        raise PortError("BOLE_SEAL_SERVICE_URL and BOLE_SEAL_ROOTS are needed", code="seal_unset")
    paths = [Path(options[name]) for name in ("roots", "stamp_roots") if options[name]]
    try:
        anchors = tuple(path.read_bytes() for path in paths)
    except OSError as error:
        raise PortError(f"cannot read {error.filename}", code="seal_key") from error
    return RemoteSealer(Service(options["service_url"].rstrip("/"), options["service_key"]), anchors)


def _read(answer: httpx.Response) -> bytes:
    status = answer.status_code
    if status in {429, 503}:
        raise PortError("the signing service is busy", code="seal_busy", retryable=True)
    if status >= 500:
        raise PortError(f"the signing service said {status}", code="seal_down", retryable=True)
    if status != 200:
        raise PortError(f"the signing service refused: {status}", code="seal_refused")
    if len(answer.content) > MOST_BYTES:
        raise wire.bad("it is too large")
    return answer.content
