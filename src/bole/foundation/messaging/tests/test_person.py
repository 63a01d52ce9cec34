"""Everything of one person: given out, and taken away, in all storeys up to here."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.files.models import StoredFile, Upload
from bole.foundation.files.tests.conftest import Sender, files_dir, webm  # noqa: F401  a fixture
from bole.foundation.messaging import services as messaging
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import journal, queries, registry, services, wordings
from bole.foundation.privacy.models import Consent, ErasureRecord
from bole.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DATA = webm(50_000)


@pytest.fixture(autouse=True)
def scope(bank: Any, files_dir: Path, tmp_path: Path, settings: Any) -> Any:  # noqa: F811
    settings.VAR_DIR = tmp_path / "var"
    with system_scope("test"):
        yield


@pytest.fixture
def person(bank: Any) -> Sender:
    return somebody(bank)


def somebody(bank: Any) -> Sender:
    """A person with a recording, an open upload, a consent and a message."""
    one = Sender(bank.east.pk, new_id())
    one.store(DATA)
    one.put(one.start(), 0, webm(500))
    services.give_consent(
        candidate_id=one.candidate_id,
        unit_id=one.unit_id,
        granted=True,
        wording=wordings.wording("recording"),
        language="zh",
        now=NOW,
    )
    messaging.send(
        template="one-time-code",
        to=messaging.Addresses(mail="wang@example.com"),
        language="zh",
        context={"bank": "测试银行", "code": "481516", "minutes": "10"},
        unit_id=one.unit_id,
        about=("test", new_id()),
        now=NOW,
        candidate_id=one.candidate_id,
    )
    return one


def erase(person: Sender) -> ErasureRecord:
    return services.erase_person(
        candidate_id=person.candidate_id, unit_id=person.unit_id, reason="withdrawn", now=NOW
    )


def test_the_copy_holds_everything(person: Sender, bank: Any) -> None:
    somebody(bank)
    out = io.BytesIO()
    services.export_person(candidate_id=person.candidate_id, unit_id=person.unit_id, out=out, now=NOW)
    with zipfile.ZipFile(out) as archive:
        data = json.loads(archive.read("person.json"))
        names = [name for name in archive.namelist() if name.startswith("files/")]
        assert [archive.read(name) for name in names] == [DATA]
    assert data["candidate_id"] == str(person.candidate_id)
    assert [c["purpose"] for c in data["privacy"]["consents"]] == ["recording"]
    assert [m["address"] for m in data["messaging"]["messages"]] == ["wang@example.com"]
    assert [f["size"] for f in data["files"]["files"]] == [len(DATA)]
    assert AuditLine.objects.filter(verb="privacy.person.exported").count() == 1


def test_erasure_leaves_a_tombstone_and_nothing_else(
    person: Sender,
    bank: Any,
    files_dir: Path,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    other = somebody(bank)
    with django_capture_on_commit_callbacks(execute=True):
        record = erase(person)
    mine = {"candidate_id": person.candidate_id}
    assert not OutboxMessage.objects.filter(**mine).exists()
    assert not StoredFile.objects.filter(**mine, erased_at=None).exists()
    assert not StoredFile.objects.filter(**mine).exclude(wrapped_key=None).exists()
    assert not Upload.objects.filter(**mine, state="open").exists()
    assert not Consent.objects.filter(**mine, withdrawn_at=None).exists()
    assert queries.is_erased(person.candidate_id)
    assert (record.counts["files"], record.counts["messaging"]) == (1, 1)
    assert StoredFile.objects.filter(candidate_id=other.candidate_id, erased_at=None).count() == 1
    assert OutboxMessage.objects.filter(candidate_id=other.candidate_id).count() == 1
    assert len([path for path in (files_dir / "files").rglob("*") if path.is_file()]) == 1
    kinds = sorted(entry["kind"] for entry in journal.read(journal.path()))
    assert kinds == ["file", "person"]


def test_erasing_twice_is_harmless(person: Sender) -> None:
    first = erase(person)
    assert erase(person).pk == first.pk
    assert ErasureRecord.objects.count() == 1


def test_all_or_nothing(person: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_candidate_id: Any, _now: Any) -> int:
        raise RuntimeError("this capability cannot erase")

    monkeypatch.setitem(
        registry._holders,
        "broken",
        registry.Holder("broken", dict, broken, registry._nothing),  # type: ignore[arg-type]
    )
    with pytest.raises(RuntimeError):
        erase(person)
    assert StoredFile.objects.filter(candidate_id=person.candidate_id, erased_at=None).count() == 1
    assert not ErasureRecord.objects.exists()


def test_the_journal_catches_up_after_a_crash(person: Sender) -> None:
    erase(person)  # the test's transaction never commits, as if the process had died before the append
    assert list(journal.read(journal.path())) == []
    assert journal.catch_up() == 3
    assert journal.catch_up() == 0
    assert {entry["kind"] for entry in journal.read(journal.path())} == {"person", "file", "consent"}


def test_a_line_cut_by_a_crash_is_passed_over(person: Sender) -> None:
    erase(person)
    journal.catch_up()
    with journal.path().open("a") as out:
        out.write('{"kind": "per')
    assert len(list(journal.read(journal.path()))) == 3


def test_the_journal_takes_away_again(person: Sender, django_capture_on_commit_callbacks: Any) -> None:
    entries = [
        {"kind": "person", "id": str(person.candidate_id), "unit": str(person.unit_id), "reason": "test"},
        {"kind": "person", "id": str(new_id()), "unit": str(new_id()), "reason": "withdrawn"},
        {"kind": "file", "id": str(new_id())},
        {"kind": "later-version", "id": "x"},
    ]
    assert journal.apply(entries, NOW) == {"person": 1, "consent": 0, "file": 0} | {
        name: 0 for name in journal._kinds if name not in {"person", "consent", "file"}
    }
    assert journal.apply(entries, NOW)["person"] == 0
    assert queries.is_erased(person.candidate_id)
