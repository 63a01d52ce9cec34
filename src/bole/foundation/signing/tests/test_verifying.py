"""``/verify/``: every way a file can be changed is called so, junk does no harm, nobody's name appears."""

import io
import os
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from bole.foundation.access import throttle
from bole.foundation.access.actors import system_scope
from bole.foundation.signing import queries, rules
from bole.foundation.signing.tests.conftest import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local")]


def updated(body: bytes) -> bytes:
    """A shadow attack's second half: an incremental update that swaps what the first page shows."""
    writer = IncrementalPdfFileWriter(io.BytesIO(body), strict=False)
    page, _ = writer.find_page_for_modification(0)
    writer.add_stream_to_page(0, writer.add_object(_stream(b"1 g 0 0 600 850 re f")))
    writer.mark_update(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(data: bytes) -> Any:
    from pyhanko.pdf_utils import generic

    return generic.StreamObject(stream_data=data)


def saved_anew(body: bytes) -> bytes:
    """What another program does that saves the file."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(body)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(body: bytes, at: int) -> bytes:
    changed = bytearray(body)
    changed[at] ^= 1
    return bytes(changed)


def shown(client: Client, body: bytes, name: str = "x.pdf") -> tuple[int, str]:
    answer = client.post(
        reverse("signing:verify"), {"file": SimpleUploadedFile(name, body)}, headers={"accept-language": "en"}
    )
    return answer.status_code, answer.content.decode()


def test_every_change_is_seen_and_said(
    bank: Any, pdf: bytes, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.LIMITS, "verify", 1000)
    with system_scope("test"):
        made = sealed(bank, pdf)
        body = queries.open_pdf(made.pk)
    seal_at = body.index(b"/Contents <") + 40
    cases: dict[str, tuple[bytes, str, str]] = {
        "the file itself": (body, "Intact", ""),
        "document": (flipped(body, 4000), "Changed", "in the document itself, at byte 4,000."),
        "sheet": (flipped(body, made.sheet_bytes - 9), "Changed", "on the sheet of signatures"),
        "seal": (flipped(body, seal_at), "Changed", "in the seal"),
        "appended": (body + b"%\n", "Changed", f"2 bytes, from byte {len(body):,} on"),
        "updated": (updated(body), "Changed", "added after the seal"),
        "cut": (body[:-100], "Changed", "The end is missing"),
        "saved anew": (saved_anew(body), "Changed", "in the document itself"),
        "unsigned original": (pdf, "Not one of ours", ""),
        "junk": (os.urandom(1_900_000), "Not one of ours", ""),
        "many markers": (b"%PDF-1.7" + b"/Contents <" * 100_000, "Not one of ours", ""),
        "many codes": (b"bole 0123456789ABCDEF\n" * 80_000, "Not one of ours", ""),
        "one long seal": (b"/Contents <" + b"3082ffff" * 200_000 + b">", "Not one of ours", ""),
    }
    for what, (given, verdict, where) in cases.items():
        status, page = shown(client, given)
        assert (status, verdict in page, where in page) == (200, True, True), what
        assert "林知夏" not in page
        assert sum(word in page for word in ("Intact.", "Changed.", "Not one of ours.")) == 1, what


def test_limits_and_what_is_no_question(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(client, b"x" * (rules.MOST_BYTES + 1))[0] == 413
    assert shown(client, b"")[0] == 422
    assert client.post(reverse("signing:verify"), {"code": "nonsense"}).status_code == 422
    assert client.post(reverse("signing:verify"), {}).status_code == 422
    assert client.put(reverse("signing:verify")).status_code == 405
    name = shown(client, b"hello", '"><script>alert(1)</script>.pdf')[1]
    assert "<script>alert" not in name
    monkeypatch.setitem(throttle.LIMITS, "verify", 3)
    assert shown(client, b"hello")[0] == 429
    assert client.get(reverse("signing:code", args=["0" * 16])).status_code == 429


def test_a_code_shows_kind_time_and_certificate_and_nobodys_name(
    bank: Any, pdf: bytes, client: Client
) -> None:
    with system_scope("test"):
        made = sealed(bank, pdf)
    typed = rules.printed(made.code).lower().replace("0", "o").replace("1", "l")
    answer = client.post(reverse("signing:verify"), {"code": typed})
    assert answer.headers["Location"] == reverse("signing:code", args=[made.code])
    page = client.get(answer.headers["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Offer letter" in page
    assert "测试银行" in page
    assert made.sha256 in page
    assert "for demonstration only" in page
    assert "林知夏" not in page
    assert "OTP-7F3A" not in page
    other = client.get(reverse("signing:code", args=["Z" * 16]), headers={"accept-language": "en"})
    assert "No document was sealed" in other.content.decode()
    assert client.get(reverse("signing:code", args=["' OR 1=1"])).status_code == 200


def test_the_address_in_the_qr_code_is_the_codes_page(bank: Any, pdf: bytes) -> None:
    with system_scope("test"):
        made = sealed(bank, pdf)
        body = queries.open_pdf(made.pk)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", made.code)
    assert rules.codes_in(body) == [made.code]
    assert len(rules.containers_in(body)) == 1
