"""A sealer that signs nothing: it appends a line with a keyed hash. For tests of what stands on the port."""

import hashlib
import hmac
import re
from datetime import UTC, datetime

from bole.ports.errors import PortError
from bole.ports.esign import Certificate, Check, Seal, SealOrder

LINE = re.compile(rb"\n%fake-seal ([0-9a-f]{64}) (\S+) ([^\n]*)\n")
_SECRET = b"guards nothing"
CERTIFICATE = Certificate(
    subject="CN=Fake seal",
    issuer="CN=Fake root",
    serial="1",
    sha256=hashlib.sha256(b"fake").hexdigest(),
    valid_from=datetime(2020, 1, 1, tzinfo=UTC),
    valid_until=datetime(2120, 1, 1, tzinfo=UTC),
    test=True,
)


class FakeSealer:
    """``down`` makes it fail as a service that does not answer; ``orders`` are what it was asked."""

    name = "fake"

    def __init__(self) -> None:
        self.down = False
        self.orders: list[SealOrder] = []

    def certificate(self) -> Certificate:
        """See Sealer."""
        return CERTIFICATE

    def roots(self) -> tuple[bytes, ...]:
        """See Sealer."""
        return ()

    def seal(self, order: SealOrder) -> Seal:
        """See Sealer."""
        if self.down:
            raise PortError("the signing service does not answer", code="seal_down", retryable=True)
        if not order.pdf.startswith(b"%PDF-"):
            raise PortError("not a PDF", code="pdf_unreadable")
        self.orders.append(order)
        digest = _digest(order.pdf)
        line = f"\n%fake-seal {digest} {order.at.isoformat()} {order.reason}\n".encode()
        return Seal(order.pdf + line, CERTIFICATE, "B-B", hashlib.sha256(digest.encode()).hexdigest())

    def check(self, pdf: bytes) -> Check:
        """See Sealer."""
        found = list(LINE.finditer(pdf))
        if not found:
            return Check(False, False, False, None, None, None, 0, "unsigned")
        last = found[-1]
        intact = hmac.compare_digest(_digest(pdf[: last.start()]), last[1].decode())
        whole = intact and last.end() == len(pdf)
        at = datetime.fromisoformat(last[2].decode())
        problem = "" if whole else "appended" if intact else "changed"
        return Check(intact, whole, intact, CERTIFICATE, at, None, last.end(), problem)


def _digest(pdf: bytes) -> str:
    return hmac.new(_SECRET, pdf, hashlib.sha256).hexdigest()


def sealer(_own: object = None) -> FakeSealer:
    """For the setting SEALER."""
    return FakeSealer()
