"""The real local sealer with a test authority made once, and a document to sign."""

import hashlib
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.signing import services, typesetting
from bole.foundation.signing.services import SignerMark
from bole.integrations.esign_local import authority
from bole.kernel.ids import new_id
from bole.ports.esign import OwnAuthority

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LOCAL = "bole.integrations.esign_local.adapter.sealer"


@pytest.fixture(scope="session")
def own() -> OwnAuthority:
    return authority.make("测试银行", NOW - timedelta(days=1))


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source: Path = tmp_path_factory.mktemp("offer") / "offer.typ"
    source.write_text(
        "#let d = json(bytes(sys.inputs.data))\n#set text(font: d.fonts)\n= 录用通知书\n"
        "#for n in range(60) [第 #n 条 月薪 8000 元 \\ ]"
    )
    return typesetting.typeset(source, {}, NOW)


@pytest.fixture
def local(settings: Any, db: None, own: OwnAuthority) -> None:
    from bole.foundation.access.actors import system_scope

    settings.SEALER = LOCAL
    with system_scope("test"):
        services.keep_authority(own, NOW)


def png(width: int = 30, height: int = 10) -> bytes:
    """A black stroke on nothing."""
    rows = b"".join(b"\0" + b"\0\0\0\xff" * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def mark(pdf: bytes, **more: Any) -> SignerMark:
    given = {
        "name": "林知夏",
        "image_png": png(),
        "signed_at": NOW - timedelta(minutes=1),
        "code_reference": "OTP-7F3A",
        "document_sha256": hashlib.sha256(pdf).hexdigest(),
    }
    return SignerMark(**{**given, **more})


def sealed(bank: Any, pdf: bytes, **more: Any) -> services.SignedDocument:
    """One signed offer of branch East."""
    given = {
        "kind": "offer",
        "about_id": new_id(),
        "unit_id": bank.east.pk,
        "candidate_id": new_id(),
        "signer": mark(pdf),
        "now": NOW,
    }
    return services.seal(pdf, **{**given, **more})
