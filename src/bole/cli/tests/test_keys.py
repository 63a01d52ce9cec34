"""`bole keys` against real tables."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bole.cli import keys
from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.files import queries
from bole.foundation.files.models import StoredFile, Upload
from bole.foundation.files.tests.conftest import Sender, webm
from bole.foundation.keys import keyring as rings
from bole.foundation.keys import rotation
from bole.foundation.keys.crypto import SealError, key_id_of
from bole.foundation.keys.current import keyring
from bole.kernel.errors import BoleError
from bole.kernel.ids import new_id


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr("bole.cli.installation.set_up_django", lambda: None)
    return tmp_path


@pytest.fixture
def person(bank: Any) -> Iterator[Sender]:
    with system_scope("test"):
        yield Sender(bank.east.pk, new_id())


def test_init_makes_a_private_file_once(place: Path, capsys: Any) -> None:
    assert keys.run(["init"]) == 0
    assert (place / "master.key").stat().st_mode & 0o777 == 0o600
    before = (place / "master.key").read_bytes()
    with pytest.raises(BoleError) as caught:
        keys.run(["init"])
    assert caught.value.code == "keyring_exists"
    assert (place / "master.key").read_bytes() == before


def test_a_keyring_of_production_is_no_demo(place: Path, settings: Any) -> None:
    settings.TESTING = settings.DEMO = False
    keys.run(["init"])
    assert not json.loads((place / "master.key").read_text())["demo"]
    assert len(keyring().keys) == 1


def test_rotation_reaches_files_and_waiting_uploads(person: Sender, capsys: Any) -> None:
    data = webm(70_000)
    stored, waiting = person.store(data), person.start()
    person.put(waiting, 0, data)
    old = keyring().active
    assert keys.run(["rotate"]) == 0
    assert keyring().active != old
    for model in (StoredFile, Upload):
        for row in model.objects.exclude(wrapped_key=None):
            assert key_id_of(bytes(row.wrapped_key or b"")) == keyring().active
    assert f"bole keys retire {old}" in capsys.readouterr().out
    assert keys.run(["retire", old]) == 0
    assert [key.id for key in keyring().keys] == [keyring().active]
    with queries.open_plain(stored.pk) as plain:
        assert plain.read() == data
    assert person.finish(waiting, 1, len(data)).size == len(data)
    verbs = AuditLine.objects.filter(verb__startswith="keys.").values_list("verb", flat=True)
    assert sorted(verbs) == ["keys.master.retired", "keys.master.rotated"]


def test_a_stopped_rotation_goes_on_without_another_key(
    person: Sender, place: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(5):
        person.store(webm(500))
    real, calls = rotation.reseal_batch, []

    def stopping(column: rotation.SealedColumn, *, size: int = 2) -> int:
        calls.append(column.name)
        if len(calls) > 8:
            raise KeyboardInterrupt
        return real(column, size=1)

    monkeypatch.setattr(rotation, "reseal_batch", stopping)
    with pytest.raises(KeyboardInterrupt):
        keys.run(["rotate"])
    monkeypatch.setattr(rotation, "reseal_batch", real)
    active = keyring().active
    assert sum(rotation.remaining(column) for column in rotation.sealed_columns()) > 0
    assert keys.run(["rotate"]) == 0
    assert "going on" in capsys.readouterr().out
    assert keyring().active == active
    assert rotation.keys_in_use() == {active}


def test_contents_are_rewritten_once_after_a_rotation(person: Sender, capsys: Any) -> None:
    data = webm(70_000)
    stored = person.store(data)
    keys.run(["rotate"])
    assert keys.run(["rewrite"]) == 0
    assert "1 files encrypted anew" in capsys.readouterr().out
    assert keys.run(["rewrite"]) == 0
    assert "0 files encrypted anew" in capsys.readouterr().out
    with queries.open_plain(stored.pk) as plain:
        assert plain.read() == data


def test_a_key_in_use_cannot_be_retired(person: Sender) -> None:
    person.store(webm(500))
    old = keyring().active
    rings.save(keyring().with_new_key(keys.utc_now()), keys_path())
    with pytest.raises(BoleError) as caught:
        keys.run(["retire", old])
    assert caught.value.code == "key_in_use"
    with pytest.raises(SealError):
        keys.run(["retire", "nothere1"])


def keys_path() -> Path:
    from bole.foundation.keys.current import keyring_path

    return keyring_path()


def test_the_list_tells_a_lost_key(person: Sender, place: Path, capsys: Any) -> None:
    person.store(webm(500))
    assert keys.run(["list"]) == 0
    assert "active" in capsys.readouterr().out
    lost = keyring().active
    rings.save(rings.generate(now=keys.utc_now(), demo=True), place / "master.key")
    assert keys.run(["list"]) == 1
    assert f"{lost}  NOT IN THE KEYRING" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["retire"], ["rotate", "x"], ["nothing"], []])
def test_wrong_usage(argv: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        keys.run(argv)
    assert caught.value.code == 2
