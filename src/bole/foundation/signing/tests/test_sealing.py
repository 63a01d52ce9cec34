"""Sealing for real: what two independent programs say of the file, once only, killed, refused."""

import hashlib
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.files.models import StoredFile
from bole.foundation.privacy import registry
from bole.foundation.signing import holding, queries, rules, services
from bole.foundation.signing.models import Authority, SignedDocument
from bole.foundation.signing.tests.conftest import NOW, mark, png, sealed
from bole.kernel.errors import InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.ports.errors import PortError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local")]


def test_a_sealed_document_holds_for_pyhanko_and_for_poppler(bank: Any, pdf: bytes, tmp_path: Path) -> None:
    with system_scope("test"):
        made = sealed(bank, pdf)
        body = queries.open_pdf(made.pk)
        proof = queries.check(body)
    assert (proof.intact, proof.whole, proof.trusted, proof.problem) == (True, True, True, "")
    assert proof.signed_at == NOW
    assert (made.sha256, made.size) == (hashlib.sha256(body).hexdigest(), len(body))
    assert body.startswith(pdf)  # what the person saw stands in it byte for byte
    path = tmp_path / "sealed.pdf"
    path.write_bytes(body)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    flipped = bytearray(body)
    flipped[len(pdf) // 2] ^= 1
    assert queries.check(bytes(flipped)).problem == "changed"
    for tenth in range(10):  # anywhere in the file, what the person saw and what the bank added
        flipped = bytearray(body)
        flipped[(2 * tenth + 1) * len(body) // 20] ^= 1
        path.write_bytes(flipped)
        run = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False)
        with system_scope("test"):
            seen = queries.verify(bytes(flipped)).state
        assert seen != "intact", tenth
        assert "Signature is Valid" not in run.stdout or seen == "changed", tenth


def test_the_sheet_says_who_when_what_and_how_to_verify(bank: Any, pdf: bytes) -> None:
    with system_scope("test"):
        made = sealed(bank, pdf)
        pages = pypdfium2.PdfDocument(queries.open_pdf(made.pk))
    text = "".join(pages[len(pages) - 1].get_textpage().get_text_range().split())
    assert len(pages) == len(pypdfium2.PdfDocument(pdf)) + 1
    for wanted in (
        "林知夏",
        "OTP-7F3A",
        "2026-11-2016:59:00(UTC+0800)",
        rules.printed(made.code),
        made.document_sha256[:32],
        f"/verify/{made.code}/",
    ):
        assert wanted in text


def test_the_same_document_is_sealed_once_and_another_version_by_itself(bank: Any, pdf: bytes) -> None:
    about, person = new_id(), new_id()
    again: dict[str, Any] = {"about_id": about, "candidate_id": person}
    with system_scope("test"):
        first = sealed(bank, pdf, **again)
        assert sealed(bank, pdf, now=NOW + timedelta(hours=1), **again) == first
        other = pdf.replace(b"/Type/Catalog", b"/Type /Catalog")
        second = sealed(bank, other, signer=mark(other), **again)
        assert second.pk != first.pk
        assert SignedDocument.objects.filter(about_id=about).count() == 2
        assert queries.document_of("offer", about) in (first, second)


def test_killed_between_signing_and_storing_leaves_nothing_and_the_next_call_seals(
    bank: Any, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = new_id()

    def killed(**_given: Any) -> None:
        raise KeyboardInterrupt

    with system_scope("test"):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(services.files, "keep_whole", killed)
            sealed(bank, pdf, about_id=about)
        assert not SignedDocument.objects.exists()
        assert not StoredFile.objects.filter(purpose="signed").exists()
        made = sealed(bank, pdf, about_id=about)
        assert queries.verify(queries.open_pdf(made.pk)).state == "intact"


REFUSED = {
    "another document": ({"document_sha256": "0" * 64}, {}, "document_differs"),
    "tomorrow": ({"signed_at": NOW + timedelta(seconds=1)}, {}, "signed_in_future"),
    "no image": ({"image_png": b"GIF89a"}, {}, "image_type"),
    "huge image": ({"image_png": png()[:16] + b"\0\1\0\0" * 2 + png()[24:]}, {}, "image_too_large"),
    "kind": ({}, {"kind": "../offer"}, "kind"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_sealed(case: str, bank: Any, pdf: bytes) -> None:
    signer, more, code = REFUSED[case]
    with system_scope("test"), pytest.raises(InvalidError) as refused:
        sealed(bank, pdf, signer=mark(pdf, **signer), **more)
    assert refused.value.code == code


def test_junk_is_no_document(bank: Any) -> None:
    for junk in (
        b"%PDF-1.7\n" + b"\0" * 4096,
        b"hello",
        b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF",
    ):
        with system_scope("test"), pytest.raises(InvalidError) as refused:
            sealed(bank, junk, signer=mark(junk))
        assert refused.value.code == "pdf_unreadable"


def test_without_a_certificate_or_after_its_end_nothing_is_sealed(bank: Any, pdf: bytes) -> None:
    with system_scope("test"):
        with pytest.raises(PortError) as refused:
            sealed(bank, pdf, now=NOW + timedelta(days=4 * 365))
        assert refused.value.code == "seal_expired"
        Authority.objects.all().delete()
        with pytest.raises(PortError) as refused:
            sealed(bank, pdf)
        assert refused.value.code == "seal_unset"


def test_rows_are_seen_by_the_branch_and_the_person_only_and_never_changed(bank: Any, pdf: bytes) -> None:
    person = new_id()
    with system_scope("test"):
        made = sealed(bank, pdf, candidate_id=person)
    seen = {
        "hr east": (bank.actor("hr", bank.east), True),
        "hr head": (bank.actor("hr", bank.head), True),
        "hr west": (bank.actor("hr", bank.west), False),
        "himself": (Actor(kind="candidate", id=person, candidate_id=person), True),
        "another": (Actor(kind="candidate", id=new_id(), candidate_id=new_id()), False),
        "nobody": (Actor(kind="anonymous"), False),
    }
    for who, (actor, may) in seen.items():
        with acting_as(actor):
            if may:
                assert queries.open_pdf(made.pk).startswith(pdf), who
            else:
                with pytest.raises(NotFoundError):
                    queries.document(made.pk)
    with system_scope("test"), pytest.raises(IntegrityError), transaction.atomic():
        SignedDocument.objects.filter(pk=made.pk).update(sha256="0" * 64)


def test_a_persons_documents_are_shown_and_erased_but_a_copy_still_verifies(bank: Any, pdf: bytes) -> None:
    person = new_id()
    with system_scope("test"):
        made = sealed(bank, pdf, candidate_id=person)
        copy = queries.open_pdf(made.pk)
        shown = holding.export(person)["signed_documents"]
        assert [(one["name"], one["kind"]) for one in shown] == [("林知夏", "offer")]
        for holder in registry.holders():
            if holder.name in ("signing", "files"):
                holder.erase(person, NOW)
        assert holding.export(person) == {"signed_documents": []}
        assert holding.erase(person, NOW) == 0
        with pytest.raises(NotFoundError):
            queries.open_pdf(made.pk)
        assert queries.verify(copy).state == "intact"
        found = queries.verify(copy + b"\n")
        assert (found.state, found.difference) == ("changed", None)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(bank: Any, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A double click, or two workers with one task: the second waits and gets what the first made."""
    about, made, begun = new_id(), [], []
    sheet = services.paper.with_sheet

    def slow(*given: Any) -> Any:
        begun.append(1)
        time.sleep(0.3)  # while the other one comes
        return sheet(*given)

    def work() -> None:
        try:
            with system_scope("test"):
                made.append(sealed(bank, pdf, about_id=about).pk)
        finally:
            connection.close()

    monkeypatch.setattr(services.paper, "with_sheet", slow)
    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert len(made) == 2
    assert len(set(made)) == 1
    assert len(begun) == 1
    with system_scope("test"):
        assert StoredFile.objects.filter(purpose="signed").count() == 1
