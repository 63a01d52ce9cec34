"""A signing service on loopback with an authority of its own, and the faults real ones have.

``python -m bole.integrations.esign_remote.simulator --port 8195 --roots roots.pem`` for trials.
"""

import argparse
import asyncio
import base64
import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Literal

from asn1crypto import keys
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bole.integrations.esign_local import authority
from bole.integrations.esign_pades import certificates
from bole.integrations.loopback import Listening
from bole.ports.esign import OwnAuthority

Fault = Literal[
    "timeout", "drop", "busy", "error", "refused", "not_json", "wrong_digest", "foreign", "no_cms"
]
REFUSALS: dict[str, int] = {"busy": 429, "error": 500, "refused": 401}


def _fresh() -> OwnAuthority:
    return authority.make("Simulated signing service", datetime.now(UTC) - timedelta(days=30))


@dataclass
class SigningService(Listening):
    """Listens while the ``with`` block runs. ``faults`` are used up one per request; then it behaves."""

    key: str = "trial"
    port: int = 0
    faults: list[Fault | None] = field(default_factory=list)
    orders: list[dict[str, str]] = field(default_factory=list)
    own: OwnAuthority = field(default_factory=_fresh)

    def speaker(self) -> type[BaseHTTPRequestHandler]:
        """Speaks the contract."""
        return type("Bound", (_Speaker,), {"service": self})

    def certificate(self) -> dict[str, Any]:
        """Answer of ``GET /certificate``."""
        return {"certificates": [self.own.certificate.decode(), self.own.root.decode()]}

    def sign(self, order: dict[str, str], fault: str | None) -> dict[str, Any]:
        """Answer of ``POST /signatures``."""
        self.orders.append(order)
        digest = base64.b64decode(order["digest"])
        digest = bytes(32) if fault == "wrong_digest" else digest
        signer = _signer(_fresh() if fault == "foreign" else self.own)
        attributes = PdfCMSSignedAttributes(signing_time=datetime.fromisoformat(order["signing_time"]))
        work = signer.async_sign(digest, "sha256", use_pades=True, signed_attr_settings=attributes)
        made = asyncio.run(work).dump()
        return {} if fault == "no_cms" else {"cms": base64.b64encode(made).decode()}


def _signer(own: OwnAuthority) -> SimpleSigner:
    key = serialization.load_pem_private_key(own.key, None).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    known = SimpleCertificateStore()
    known.register(certificates.for_pyhanko(certificates.from_pem(own.root)[0]))
    leaf = certificates.for_pyhanko(certificates.from_pem(own.certificate)[0])
    return SimpleSigner(leaf, keys.PrivateKeyInfo.load(key), known)


class _Speaker(BaseHTTPRequestHandler):
    """One request of the contract; ``service`` is set by the subclass of the running server."""

    service: SigningService

    def do_GET(self) -> None:  # the name http.server calls
        self._answer("/certificate", b"")

    def do_POST(self) -> None:  # the name http.server calls
        self._answer("/signatures", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, path: str, body: bytes) -> None:
        fault = self.service.faults.pop(0) if self.service.faults else None
        if fault in {"timeout", "drop"}:
            if fault == "timeout":
                self.service.wait()
            self.close_connection = True
            return
        if self.headers.get("Authorization") != f"Bearer {self.service.key}":
            fault = "refused"
        if fault is not None and fault in REFUSALS:
            self._send(REFUSALS[fault], b"{}")
        elif self.path != path:
            self._send(404, b"{}")
        elif fault == "not_json":
            self._send(200, b"<html>maintenance</html>")
        else:
            made = self.service.sign(json.loads(body), fault) if body else self.service.certificate()
            self._send(200, json.dumps(made).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: tests would drown in it."""


def main() -> int:
    """Run until interrupted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8195)
    options.add_argument(
        "--roots", type=Path, required=True, help="where to write the root for BOLE_SEAL_ROOTS"
    )
    args = options.parse_args()
    with SigningService(port=args.port) as service:
        args.roots.write_bytes(service.own.root)
        print(f"{service.url}, key {service.key}, root in {args.roots}", flush=True)
        threading.Event().wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
